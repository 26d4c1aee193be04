export { exportToOpenCode } from "./export/export-to-opencode.ts"
export type { ImportOptions, ImportProgress } from "./import/import-options.ts"
export type {
  DamagedRow,
  ImportedProject,
  ImportFormat,
  ImportReport,
  ProjectSource,
  SkippedItem,
} from "./import/import-report.ts"
export { importSource } from "./import/import-source.ts"
