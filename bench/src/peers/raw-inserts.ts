import { randomUUID } from "node:crypto"
import type { Connection } from "mysql2/promise"
import type { Peer, PeerMessage } from "./peer.ts"

/** The least that stores a message: one INSERT, which commits by itself, into a table with an index to read it by. */
export async function rawInserts(connection: Connection): Promise<Peer> {
  await connection.query(
    `CREATE TABLE raw_message (id VARCHAR(64) PRIMARY KEY, session_id VARCHAR(64) NOT NULL, number BIGINT NOT NULL, data JSON NOT NULL,
      INDEX raw_message_session (session_id, number))`,
  )
  let number = 0
  const append = (sessionId: string, { role, text }: PeerMessage) => {
    number += 1
    const data = JSON.stringify({ role, parts: [{ type: "text", text }] })
    return connection.query("INSERT INTO raw_message VALUES (?)", [[randomUUID(), sessionId, number, data]])
  }
  const read = async (sessionId: string) => {
    const [rows] = await connection.query("SELECT data FROM raw_message WHERE session_id = ? ORDER BY number", [
      sessionId,
    ])
    return Array.isArray(rows) ? rows.length : 0
  }
  return {
    name: "raw insert",
    version: "",
    durability: "as the server is set",
    notes: "mysql2, a table of messages, no sessions",
    create: async () => randomUUID(),
    append,
    async fill(messages) {
      const id = randomUUID()
      for (const message of messages) await append(id, message)
      return id
    },
    reply: (sessionId, deltas) => append(sessionId, { role: "assistant", text: deltas.join("") }),
    all: (sessionId) => read(sessionId),
    close: async () => {},
  }
}
