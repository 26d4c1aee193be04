import type { FolderOrder } from "../folder-order.ts"

/** The entries, what applications call, what that is made of, and at the bottom the contract and the model. */
export const order: FolderOrder = {
  folder: "packages/session-core/src",
  lines: [
    ["*"],
    ["open", "transfer"],
    ["store", "trust"],
    ["drizzle", "memory", "provider-package", "server", "stream"],
    ["access", "configuration", "project"],
    ["own-files", "paging", "tracing", "validation"],
    ["hash", "search", "secrets"],
    ["errors", "provider"],
    ["model"],
    ["identifier"],
  ],
}
