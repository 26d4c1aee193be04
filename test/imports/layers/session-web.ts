import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-web/src",
  lines: [["index.ts"], ["server"], ["routes"], ["changes", "schemas"]],
}
