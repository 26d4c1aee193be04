export { type ExitCode, exitCodeOf, exitCodes } from "./failure/exit-codes.ts"
