import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-plugin/src",
  lines: [["index.ts"], ["plugin"], ["worker"]],
}
