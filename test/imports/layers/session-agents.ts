import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-agents/src",
  lines: [
    ["index.ts"],
    ["claude-code", "codex", "gemini", "goose"],
    ["source"],
    ["plan", "folders"],
    ["records"],
    ["values"],
  ],
}
