export type { LeftOutMessage } from "./export/document-format.ts"
export { type ExportToOpenCodeOptions, exportToOpenCode } from "./export/export-to-opencode.ts"
export type { OpenCodeGeneration } from "./export/generation.ts"
export { type FollowOptions, followSource } from "./follow/follow-source.ts"
export { type FoundOnMachine, findOnMachine } from "./formats/find-on-machine.ts"
export { type FoundSource, type FoundSources, findSources } from "./formats/find-sources.ts"
export { recognizeSource } from "./formats/recognize-source.ts"
export type { ImportOptions, ImportProgress } from "./import/import-options.ts"
export type { ImportedProject, ImportReport } from "./import/import-report.ts"
export { importSource } from "./import/import-source.ts"
export type { ProjectSource } from "./project/found-project.ts"
export { findLocalSession } from "./pull/find-local-session.ts"
export {
  type OpenCodeAnswer,
  type OpenCodeApi,
  type OpenCodeServerAddress,
  openCodeServer,
} from "./pull/open-code-api.ts"
export type { PulledSession, PullOutcome, PullReport } from "./pull/pull-report.ts"
export { type PullOptions, pullSession } from "./pull/pull-session.ts"
export { type PushOptions, pushSession } from "./pull/push-session.ts"
export { refuseWhileAtWork, type TakeLeaseOptions, takeLease } from "./pull/take-lease.ts"
export type { Machine, SourceFormat, SourceProgram } from "./source/source-format.ts"
export type { DamagedRow, SkippedItem } from "./source/source-log.ts"
