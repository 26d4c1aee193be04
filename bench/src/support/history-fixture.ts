import { join } from "node:path"
import type { Change, SessionStore } from "@opencode/session-core"
import { conversationTurn } from "../content/conversation.ts"
import { Random } from "../content/random.ts"
import { openStore } from "./open-store.ts"

export interface HistoryFixture {
  file: string
  sessionId: string
  messages: number
  parts: number
}

const messages = 10_000
const changesPerBatch = 300
/** In no other text, and in few of these. */
export const rareWord = "quicksilver"
const partsWithRareWord = 30

/** Fills a file with one long session. */
export async function createHistory(folder: string): Promise<HistoryFixture> {
  const file = join(folder, "history.db")
  const store = await openStore(file)
  const history = await fillHistory(store)
  await store.close()
  return { file, ...history }
}

/** Writes one long session: 10,000 messages with 30,000 parts. */
export async function fillHistory(store: SessionStore): Promise<Omit<HistoryFixture, "file">> {
  const { id: sessionId } = await store.sessions.create({ title: "Fix the parser" })
  const random = new Random(42)
  let changes: Change[] = []
  let parts = 0
  for (let index = 0; index < messages; index += 1) {
    const turn = conversationTurn(random, index)
    const text = turn.parts.find((part) => part.type === "text")
    if (index % Math.floor(messages / partsWithRareWord) === 0 && text !== undefined) {
      text.data = { ...text.data, text: `${text.data.text}\n\nIt runs like ${rareWord}.` }
    }
    parts += turn.parts.length
    changes.push({ type: "message.put", message: turn.message })
    for (const part of turn.parts) changes.push({ type: "part.put", part })
    if (changes.length >= changesPerBatch || index === messages - 1) {
      await store.apply(sessionId, changes)
      changes = []
    }
  }
  return { sessionId, messages, parts }
}
