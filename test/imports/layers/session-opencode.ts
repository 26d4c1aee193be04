import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-opencode/src",
  lines: [
    ["index.ts", "formats.ts", "mirror.ts", "reconcile.ts"],
    ["mirror"],
    ["follow", "pull"],
    ["import"],
    ["formats"],
    ["database", "export", "go", "storage"],
    ["input"],
    ["mapping", "project", "reconcile", "sqlite"],
    ["source"],
    ["values"],
  ],
}
