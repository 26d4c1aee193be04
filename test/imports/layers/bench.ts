import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "bench/src",
  lines: [["main.ts"], ["measurements", "report"], ["measurement.ts"], ["support"], ["content"]],
}
