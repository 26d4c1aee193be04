/*
 * For packages that teach an import the formats of other programs: what a format is, what it is given, and what its sessions are in
 * our terms, with the helpers that this package's own formats use.
 */
export { builtInPrograms } from "./formats/built-in-programs.ts"
export { type OpenedInput, openInput } from "./input/open-input.ts"
export type { Source } from "./source/source.ts"
export type { Machine, OpenContext, SourceFormat, SourceProgram } from "./source/source-format.ts"
export type { DatabaseInput, FolderInput, SourceInput, TextInput } from "./source/source-input.ts"
export type { DamagedRow, SkippedItem, SourceLog } from "./source/source-log.ts"
export type { Origin, SourceContent, SourceProject, SourceSession, WrittenMessages } from "./source/source-session.ts"
export { BoundedColumns } from "./sqlite/bounded-columns.ts"
export type { DatabaseReader } from "./sqlite/database-reader.ts"
export { databaseSource } from "./sqlite/database-source.ts"
export { requireColumns } from "./sqlite/table-columns.ts"
export { translateSqliteError } from "./sqlite/translate-sqlite-error.ts"
export { fitMetadata } from "./values/fit-metadata.ts"
export { fitPart, shortenedReason } from "./values/fit-part.ts"
export { isObject, parseJson, parseObject } from "./values/json-text.ts"
export { isCount, isId, isText, jsonOfColumn, shorten, textOfColumn } from "./values/plain-values.ts"
export { relativeTo } from "./values/relative-to.ts"
