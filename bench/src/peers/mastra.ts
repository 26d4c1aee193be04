import { randomUUID } from "node:crypto"
import { runInProcess } from "./in-process.ts"
import { type ImportPeer, versionOf } from "./install-peers.ts"
import type { OpenPeer, Peer, PeerMessage } from "./peer.ts"

/** What is used of Mastra's storage. */
interface MastraStore {
  init(): Promise<void>
  close(): Promise<void>
  getStore(name: "memory"): Promise<MastraMemory>
}

interface MastraMemory {
  saveThread(options: { thread: Record<string, unknown> }): Promise<unknown>
  saveMessages(options: { messages: Record<string, unknown>[] }): Promise<unknown>
  listMessages(options: Record<string, unknown>): Promise<{ messages: unknown[] }>
  listThreads(options: Record<string, unknown>): Promise<{ threads: unknown[] }>
}

const resourceId = "bench"
/** Mastra's value for no limit. */
const unlimited = false

/** Mastra's memory, in a store of any kind. */
async function mastraOver(store: MastraStore, about: Pick<Peer, "name" | "version" | "durability">) {
  await store.init()
  const memory = await store.getStore("memory")
  const stored = (id: string, threadId: string, { role, text }: PeerMessage) => {
    const content = { format: 2, parts: [{ type: "text", text }] }
    return { id, threadId, resourceId, role, content, createdAt: new Date() }
  }
  const create = async (title: string) => {
    const id = randomUUID()
    const now = new Date()
    await memory.saveThread({ thread: { id, resourceId, title, metadata: {}, createdAt: now, updatedAt: now } })
    return id
  }
  const append = (threadId: string, message: PeerMessage) =>
    memory.saveMessages({ messages: [stored(randomUUID(), threadId, message)] })
  return {
    ...about,
    notes: "an agent saves a reply when it is whole; each delta by saving the message again",
    create,
    append,
    async fill(messages: readonly PeerMessage[]) {
      const id = await create("A long session")
      for (const message of messages) await append(id, message)
      return id
    },
    async storeEachDelta(threadId: string, deltas: readonly string[]) {
      const id = randomUUID()
      let text = ""
      for (const delta of deltas) {
        text += delta
        await memory.saveMessages({ messages: [stored(id, threadId, { role: "assistant", text })] })
      }
    },
    reply: (threadId: string, deltas: readonly string[]) =>
      append(threadId, { role: "assistant", text: deltas.join("") }),
    async last(threadId: string, perPage: number) {
      const orderBy = { field: "createdAt", direction: "DESC" }
      return (await memory.listMessages({ threadId, perPage, page: 0, orderBy })).messages.length
    },
    all: async (threadId: string) =>
      (await memory.listMessages({ threadId, perPage: unlimited, page: 0 })).messages.length,
    async list(perPage: number) {
      const orderBy = { field: "updatedAt", direction: "DESC" }
      return (await memory.listThreads({ perPage, page: 0, filter: { resourceId }, orderBy })).threads.length
    },
    close: () => store.close(),
  } satisfies Peer
}

export function mastraLibsql(importPeer: ImportPeer): OpenPeer {
  return async (file) => {
    // As far as it is described above.
    const { LibSQLStore } = (await importPeer("@mastra/libsql")) as {
      LibSQLStore: new (options: { id: string; url: string }) => MastraStore
    }
    const peer = await mastraOver(new LibSQLStore({ id: "bench", url: `file:${file}` }), {
      name: "Mastra libsql",
      version: versionOf("@mastra/libsql"),
      durability: "WAL, synchronous NORMAL",
    })
    return {
      ...peer,
      async multiply(total) {
        const [count] = runInProcess(file, "SELECT count(*) FROM mastra_threads")
        runInProcess(
          file,
          `WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
          INSERT INTO mastra_threads (id, resourceId, title, metadata, createdAt, updatedAt)
          SELECT 'thread-' || ? || '-' || n, resourceId, title || n, metadata, createdAt, strftime('%Y-%m-%dT%H:%M:%fZ', 1e9 + n, 'unixepoch')
          FROM number, (SELECT * FROM mastra_threads LIMIT 1)`,
          [total - Number(count), total],
        )
      },
    }
  }
}

/** Where a server is, and who may write to which database. */
export interface MysqlAccess {
  host: string
  port: number
  user: string
  password: string
  database: string
}

export async function mastraMysql(importPeer: ImportPeer, access: MysqlAccess): Promise<Peer> {
  // As far as it is described above.
  const { MySQLStore } = (await importPeer("@mastra/mysql")) as {
    MySQLStore: new (options: MysqlAccess & { id: string }) => MastraStore
  }
  return mastraOver(new MySQLStore({ id: "bench", ...access }), {
    name: "Mastra mysql",
    version: versionOf("@mastra/mysql"),
    durability: "as the server is set",
  })
}
