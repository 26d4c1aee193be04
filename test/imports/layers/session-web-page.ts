import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-web/page/src",
  lines: [["main.tsx"], ["keyboard.ts"], ["components"], ["state"], ["state/conversation"], ["content"], ["api"]],
}
