import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-postgres/src",
  lines: [
    ["index.ts"],
    ["postgres-provider.ts"],
    ["health", "migration", "migrations.ts", "search-index.ts"],
    ["connection"],
    ["sql"],
    ["errors"],
    ["options"],
  ],
}
