import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "test/servers/src",
  lines: [["servers"], ["mysql-proxy"]],
}
