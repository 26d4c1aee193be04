import type { Protocol } from "../proxy/protocol.ts"
import { PostgresConversation } from "./postgres-conversation.ts"

/** An error as a server, or a pooler that speaks for one, sends it. */
export interface ServerError {
  sqlState: string
  message: string
  /** ERROR by default; after FATAL the server ends the connection. */
  severity?: "ERROR" | "FATAL"
}

const readyForQuery = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])

export const postgresProtocol: Protocol<ServerError> = {
  conversation: () => new PostgresConversation(),
  error({ sqlState, message, severity = "ERROR" }, moment) {
    const fields = [`S${severity}`, `V${severity}`, `C${sqlState}`, `M${message}`].map((field) => `${field}\0`)
    const body = Buffer.from(`${fields.join("")}\0`)
    const header = Buffer.alloc(5)
    header.write("E")
    header.writeUInt32BE(4 + body.length, 1)
    return Buffer.concat([header, body, ...(moment === "answer" && severity === "ERROR" ? [readyForQuery] : [])])
  },
}
