/*
 * For what mirrors OpenCode's database while OpenCode runs: the plugin, and the command `opencode-session mirror`.
 */
export {
  type ConfiguredMirrorOptions,
  createConfiguredMirror,
  ownConfiguration,
} from "./mirror/configured-mirror.ts"
export type { LivePiece } from "./mirror/live-text.ts"
export { Mirror, type MirrorOptions } from "./mirror/mirror.ts"
export { readMirrorAnswers, writeMirrorAnswer } from "./mirror/mirror-answers.ts"
export { mirrorBacklog } from "./mirror/mirror-backlog.ts"
export { type MirrorPlaces, mirrorAnswersFile, mirrorPlaces } from "./mirror/mirror-places.ts"
export { type MirrorAnswer, type MirrorDecision, MirrorRules } from "./mirror/mirror-rules.ts"
export { isMirrored } from "./mirror/mirror-state.ts"
export {
  type MirrorCondition,
  type MirrorProblem,
  type MirrorStatus,
  readMirrorStatus,
} from "./mirror/mirror-status.ts"
export { openCodeDatabase } from "./mirror/open-code-database.ts"
export type { Machine } from "./source/source-format.ts"
