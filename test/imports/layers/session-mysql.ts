import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-mysql/src",
  lines: [
    ["index.ts"],
    ["mysql-provider.ts"],
    ["health", "migrations.ts"],
    ["migration"],
    ["sql"],
    ["connection"],
    ["authentication", "errors", "packet"],
    ["options"],
    ["options/dsn"],
    ["settings"],
  ],
}
