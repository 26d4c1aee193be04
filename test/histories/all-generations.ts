import type { Generation } from "./generation.ts"
import { claudeCode, codex, geminiCli, goose } from "./generations/agents.ts"
import { crush, openCodeInGo } from "./generations/go-lineage.ts"
import { firstDatabase, firstExport, firstStorageFolder, storageFolder } from "./generations/opencode-first.ts"
import { secondDatabase, secondExport, upgradedDatabase } from "./generations/opencode-second.ts"

/** In the order in which programs wrote them. */
export const generations: readonly Generation[] = [
  ...[firstStorageFolder, storageFolder, firstDatabase, upgradedDatabase, secondDatabase, firstExport, secondExport],
  ...[openCodeInGo, crush, claudeCode, codex, geminiCli, goose],
]
