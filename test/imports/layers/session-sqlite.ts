import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-sqlite/src",
  lines: [["index.ts"], ["*"], ["driver"]],
}
