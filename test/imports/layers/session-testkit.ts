import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-testkit/src",
  lines: [
    ["bin.ts", "index.ts"],
    ["command", "describe-provider.ts"],
    ["groups", "report"],
    ["model", "processes"],
    ["support"],
    ["cases"],
    ["provider-under-test.ts"],
  ],
}
