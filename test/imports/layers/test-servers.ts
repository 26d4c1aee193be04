import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "test/servers/src",
  lines: [["servers"], ["kinds"], ["mysql-proxy"]],
}
