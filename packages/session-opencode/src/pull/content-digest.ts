import { hash } from "node:crypto"
import type { JsonObject } from "@opencode/session-core"
import { canonicalJson } from "@opencode/session-core/transfer"

/** What rows have in columns of their own. */
const columns = ["id", "sessionID", "messageID"]

/** A short value that is the same for the same content of a row, whichever ids it has. */
export const contentDigest = (content: JsonObject): string =>
  hash(
    "sha256",
    canonicalJson(Object.fromEntries(Object.entries(content).filter(([key]) => !columns.includes(key)))),
    "base64",
  )
