export { isDeeperThan } from "../model/json-depth.ts"
export { canonicalJson } from "./canonical-json.ts"
export type {
  CopyProgress,
  CopyReport,
  DamagedContent,
  SessionProblem,
  TransferCounts,
  VerifiedSession,
} from "./copy-report.ts"
export { type CopyStoreOptions, copyStore } from "./copy-store.ts"
export { equalJson } from "./equal-json.ts"
export { type ExportLinesOptions, exportLines } from "./export-lines.ts"
export { giveWay } from "./give-way.ts"
export { type ImportLinesOptions, type ImportLinesReport, importLines } from "./import-lines.ts"
export { inSlices } from "./in-slices.ts"
export { jsonLinesFormat, jsonLinesVersion } from "./json-lines-format.ts"
export type { LeftOutAlias } from "./project-transfer.ts"
export { replayChange } from "./replay-change.ts"
export { splitLines } from "./split-lines.ts"
