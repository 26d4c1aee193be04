import type { SourceProgram } from "../source/source-format.ts"
import { crush } from "./crush.ts"
import { openCode } from "./open-code.ts"
import { openCodeInGo } from "./open-code-in-go.ts"

/** The programs whose formats are in this package. */
export const builtInPrograms: readonly SourceProgram[] = [openCode, openCodeInGo, crush]
