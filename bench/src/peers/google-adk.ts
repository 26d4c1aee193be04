import { runInProcess } from "./in-process.ts"
import { type ImportPeer, versionOf } from "./install-peers.ts"
import type { OpenPeer, Peer, PeerMessage } from "./peer.ts"

/** What is used of ADK. */
interface AdkSession {
  id: string
}

interface SessionService {
  createSession(options: Record<string, unknown>): Promise<AdkSession>
  getSession(options: Record<string, unknown>): Promise<{ events: unknown[] } | undefined>
  listSessions(options: Record<string, unknown>): Promise<{ sessions: unknown[] }>
  appendEvent(options: { session: AdkSession; event: unknown }): Promise<unknown>
  /** Of its ORM: the service itself cannot be closed. */
  orm: { close(): Promise<void> }
}

interface Adk {
  DatabaseSessionService: new (address: string) => SessionService
  createEvent(fields: Record<string, unknown>): unknown
}

const appName = "bench"
const userId = "alice"

/** ADK's session service over a database, by its address. */
export async function adkOver(importPeer: ImportPeer, address: string, about: Pick<Peer, "name" | "durability">) {
  const { DatabaseSessionService, createEvent } = (await importPeer("@google/adk")) as Adk // As far as it is described above.
  const service = new DatabaseSessionService(address)
  const sessions = new Map<string, AdkSession>()
  const create = async () => {
    const session = await service.createSession({ appName, userId })
    sessions.set(session.id, session)
    return session.id
  }
  const append = (sessionId: string, { role, text }: PeerMessage) => {
    const session = sessions.get(sessionId)
    if (session === undefined) throw new Error("The session was created here.")
    const content = { role: role === "user" ? "user" : "model", parts: [{ text }] }
    return service.appendEvent({ session, event: createEvent({ author: role, invocationId: "bench", content }) })
  }
  // The tables are made with the first session.
  await create()
  return {
    ...about,
    version: versionOf("@google/adk"),
    notes: "a session has no title; deltas (partial events) are never stored, the whole reply is",
    create,
    append,
    async fill(messages: readonly PeerMessage[]) {
      const id = await create()
      for (const message of messages) await append(id, message)
      return id
    },
    reply: (sessionId: string, deltas: readonly string[]) =>
      append(sessionId, { role: "assistant", text: deltas.join("") }),
    async last(sessionId: string, numRecentEvents: number) {
      return (await service.getSession({ appName, userId, sessionId, config: { numRecentEvents } }))?.events.length ?? 0
    },
    all: async (sessionId: string) => (await service.getSession({ appName, userId, sessionId }))?.events.length ?? 0,
    list: async (limit: number) =>
      (await service.listSessions({ appName, userId, limit, order: "desc" })).sessions.length,
    close: () => service.orm.close(),
  } satisfies Peer
}

export function adkSqlite(importPeer: ImportPeer): OpenPeer {
  return async (file) => {
    const peer = await adkOver(importPeer, `sqlite://${file}`, {
      name: "Google ADK",
      durability: "rollback journal, synchronous FULL: the end of the machine, too",
    })
    return {
      ...peer,
      async multiply(total) {
        const [count] = runInProcess(file, "SELECT count(*) FROM sessions")
        const [names] = runInProcess(file, "SELECT group_concat(name) FROM pragma_table_info('sessions')")
        const columns = String(names).split(",")
        const values = columns.map((name) => (name === "id" ? "'session-' || ? || '-' || n" : name))
        runInProcess(
          file,
          `WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
          INSERT INTO sessions (${columns.join(", ")})
          SELECT ${values.join(", ")} FROM number, (SELECT * FROM sessions LIMIT 1)`,
          [total - Number(count), total],
        )
      },
    }
  }
}
