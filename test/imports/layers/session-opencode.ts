import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-opencode/src",
  lines: [
    ["index.ts", "reconcile.ts"],
    ["import"],
    ["formats"],
    ["database", "export", "go"],
    ["mapping", "project", "reconcile", "sqlite"],
    ["source"],
    ["values"],
  ],
}
