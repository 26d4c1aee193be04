import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "apps/demo/src",
  lines: [["main.ts"], ["check", "test-support"], ["client"], ["*"], ["agent"]],
}
