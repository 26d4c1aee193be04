export * from "./export/index.ts"
export * from "./import/index.ts"
export { type ExitCode, exitCodeOf, exitCodes } from "./program/exit-codes.ts"
