import { readChanges, readMessages, readPart, readParts, readSession } from "../../api/routes.ts"

/** What a conversation asks the server for. */
export const serverReads = {
  session: readSession,
  messages: readMessages,
  changes: readChanges,
  part: readPart,
  parts: readParts,
}

export type Reads = typeof serverReads
