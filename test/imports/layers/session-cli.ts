import type { FolderOrder } from "../folder-order.ts"

export const order: FolderOrder = {
  folder: "packages/session-cli/src",
  lines: [
    ["bin.ts", "index.ts"],
    ["program"],
    ["commands"],
    ["destination", "imports", "mirroring", "open-code", "sessions"],
    ["setup"],
    ["context", "failure"],
    ["output", "usage"],
  ],
}
