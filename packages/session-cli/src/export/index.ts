export { type ExportFormat, type ExportOptions, exportSessions } from "./export-sessions.ts"
