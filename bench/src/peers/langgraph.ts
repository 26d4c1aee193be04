import { randomUUID } from "node:crypto"
import Database from "better-sqlite3"
import { type ImportPeer, versionOf } from "./install-peers.ts"
import type { OpenPeer, PeerMessage } from "./peer.ts"

/** What is used of LangGraph's checkpointer. */
interface Checkpoint {
  id: string
  channel_values: { messages: unknown[] }
}

interface Saver {
  put(config: object, checkpoint: Checkpoint, metadata: object): Promise<object>
  getTuple(config: object): Promise<{ checkpoint: Checkpoint } | undefined>
  list(config: object, options: { limit: number }): AsyncIterable<unknown>
}

interface Langgraph {
  SqliteSaver: new (database: Database.Database) => Saver
}

const threadConfig = (threadId: string) => ({ configurable: { thread_id: threadId, checkpoint_ns: "" } })

/** LangGraph's checkpointer: a session is a thread, and each of its states holds all messages. */
export function langgraph(importPeer: ImportPeer): OpenPeer {
  return async (file) => {
    // As far as they are described above.
    const { SqliteSaver } = (await importPeer("@langchain/langgraph-checkpoint-sqlite")) as Langgraph
    const { emptyCheckpoint } = (await importPeer("@langchain/langgraph-checkpoint")) as {
      emptyCheckpoint(): Checkpoint
    }
    const database = new Database(file)
    const saver = new SqliteSaver(database)
    const threads = new Map<string, { config: object; messages: unknown[] }>()
    const put = async (threadId: string, messages: unknown[]) => {
      const config = threads.get(threadId)?.config ?? threadConfig(threadId)
      const checkpoint = { ...emptyCheckpoint(), channel_values: { messages } }
      threads.set(threadId, {
        config: await saver.put(config, checkpoint, { source: "loop", step: messages.length, parents: {} }),
        messages,
      })
    }
    const stored = ({ role, text }: PeerMessage) => ({ type: role === "user" ? "human" : "ai", content: text })
    const append = (threadId: string, message: PeerMessage) =>
      put(threadId, [...(threads.get(threadId)?.messages ?? []), stored(message)])
    const create = async () => {
      const threadId = randomUUID()
      await put(threadId, [])
      return threadId
    }
    return {
      name: "LangGraph SQLite",
      version: versionOf("@langchain/langgraph-checkpoint-sqlite"),
      durability: "WAL, synchronous FULL until the file is opened again, then NORMAL",
      notes:
        "a session has no title; a checkpoint for each message, with all messages before it; the list is of checkpoints",
      create,
      append,
      async fill(messages) {
        const threadId = await create()
        await put(threadId, messages.map(stored))
        return threadId
      },
      async storeEachDelta(threadId, deltas) {
        const before = threads.get(threadId)?.messages ?? []
        let text = ""
        for (const delta of deltas) {
          text += delta
          await put(threadId, [...before, stored({ role: "assistant", text })])
        }
      },
      reply: (threadId, deltas) => append(threadId, { role: "assistant", text: deltas.join("") }),
      all: async (threadId) =>
        (await saver.getTuple(threadConfig(threadId)))?.checkpoint.channel_values.messages.length ?? 0,
      async list(limit) {
        let count = 0
        for await (const _ of saver.list({ configurable: {} }, { limit })) count += 1
        return count
      },
      async multiply(total) {
        const count = Number(database.prepare("SELECT count(DISTINCT thread_id) FROM checkpoints").pluck().get())
        const first = await create()
        database
          .prepare(
            `WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ?)
            INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata)
            SELECT 'thread-' || ? || '-' || n, '', checkpoint_id || n, NULL, type, checkpoint, metadata
            FROM number, (SELECT * FROM checkpoints WHERE thread_id = ?)`,
          )
          .run(total - count, total, first)
      },
      async close() {
        database.close()
      },
    }
  }
}
