export { importFile } from "./import-file.ts"
export type { ImportOptions, ImportProgress } from "./import-options.ts"
export type {
  DamagedRow,
  ImportedProject,
  ImportFormat,
  ImportReport,
  ProjectSource,
  SkippedItem,
} from "./import-report.ts"
