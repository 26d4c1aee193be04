import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "test/servers/src",
  lines: [
    ["without-vitest.ts"],
    ["mysql", "postgres"],
    ["mysql/clusters"],
    ["servers"],
    ["kinds/kinds.ts"],
    ["kinds/mysql", "kinds/postgres"],
    ["kinds"],
    ["mysql-proxy", "postgres-proxy"],
    ["proxy"],
  ],
}
