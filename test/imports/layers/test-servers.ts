import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "test/servers/src",
  lines: [["without-vitest.ts"], ["servers"], ["kinds"], ["mysql-proxy"]],
}
