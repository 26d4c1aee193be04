/*
 * For what mirrors OpenCode's database while OpenCode runs: the plugin, and the command `opencode-session mirror`.
 */
export { Mirror, type MirrorOptions } from "./mirror/mirror.ts"
export { readMirrorAnswers, writeMirrorAnswer } from "./mirror/mirror-answers.ts"
export { type MirrorPlaces, mirrorAnswersFile, mirrorPlaces } from "./mirror/mirror-places.ts"
export { type MirrorAnswer, type MirrorDecision, MirrorRules } from "./mirror/mirror-rules.ts"
export { isMirrored } from "./mirror/mirror-state.ts"
export {
  type MirrorCondition,
  type MirrorProblem,
  type MirrorStatus,
  readMirrorStatus,
} from "./mirror/mirror-status.ts"
