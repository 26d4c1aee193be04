import type { SessionStore } from "@opencode/session-core"
import { openStore } from "../support/open-store.ts"
import type { OpenPeer, Peer, PeerMessage } from "./peer.ts"

const input = ({ role, text }: PeerMessage) => ({ role, parts: [{ type: "text" as const, text }] })

/** Sessions that are created at the same moment share a transaction. */
const atOnce = 50

/** This library over a store, on any database. */
export function oursOver(store: SessionStore, durability: string): Peer {
  let sessions = 0
  const create = async (title: string) => {
    sessions += 1
    return (await store.sessions.create({ title })).id
  }
  return {
    name: "ours",
    version: "",
    durability,
    notes: "a reply is stored by its writer, several deltas at a time",
    create,
    append: (sessionId, message) => store.messages.append(sessionId, input(message)),
    async fill(messages) {
      const id = await create("A long session")
      for (const message of messages) await store.messages.append(id, input(message))
      return id
    },
    async storeEachDelta(sessionId, deltas) {
      const reply = store.messages.stream(sessionId, { role: "assistant" })
      for (const delta of deltas) {
        reply.text(delta)
        await reply.flush()
      }
      await reply.complete()
    },
    async reply(sessionId, deltas) {
      const reply = store.messages.stream(sessionId, { role: "assistant" })
      for (const delta of deltas) reply.text(delta)
      await reply.complete()
    },
    last: async (sessionId, limit) =>
      (await store.messages.list(sessionId, { order: "newest-first", limit })).messages.length,
    async all(sessionId) {
      let count = 0
      for await (const _ of store.messages.all(sessionId)) count += 1
      return count
    },
    list: async (limit) => (await store.sessions.list({ limit })).sessions.length,
    search: async (word) => (await store.search(word)).hits.length,
    async multiply(total) {
      while (sessions < total) {
        const count = Math.min(atOnce, total - sessions)
        await Promise.all(Array.from({ length: count }, (_, index) => create(`Fix the parser ${sessions + index}`)))
      }
    },
    close: () => store.close(),
  }
}

export const openOurs: OpenPeer = async (file) =>
  oursOver(await openStore(file), "WAL, synchronous NORMAL: the end of the process, not of the machine")
