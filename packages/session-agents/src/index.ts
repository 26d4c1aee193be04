import type { SourceProgram } from "@opencode/session-opencode"
import { claudeCode } from "./claude-code/claude-code.ts"
import { codex } from "./codex/codex.ts"
import { geminiCli } from "./gemini/gemini-cli.ts"
import { goose } from "./goose/goose.ts"

/** The coding agents whose histories can be imported, for the `programs` of `importSource`. */
export const agentPrograms: readonly SourceProgram[] = [claudeCode, codex, geminiCli, goose]
