export { type ExitCode, exitCodeOf, exitCodes } from "./program/exit-codes.ts"
