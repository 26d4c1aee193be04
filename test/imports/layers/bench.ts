import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "bench/src",
  lines: [["main.ts"], ["measurements", "report"], ["pages", "peers"], ["measurement.ts"], ["support"], ["content"]],
}
