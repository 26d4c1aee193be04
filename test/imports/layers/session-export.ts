import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-export/src",
  lines: [["index.ts"], ["html", "markdown", "redaction"], ["document"], ["rendering", "text"]],
}
