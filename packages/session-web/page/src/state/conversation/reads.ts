import { readChanges, readMessages, readPart, readSession } from "../../api/routes.ts"

/** What a conversation asks the server for. */
export const serverReads = {
  session: readSession,
  messages: readMessages,
  changes: readChanges,
  part: readPart,
}

export type Reads = typeof serverReads
