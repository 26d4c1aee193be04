import { join } from "node:path"
import { importSource } from "@opencode/session-opencode"
import { Random } from "../content/random.ts"
import { repeatSample } from "../content/repeat-sample.ts"
import { proseOfBytes } from "../content/texts.ts"
import type { Measurement, Result } from "../measurement.ts"
import { PageCounter, totalOf } from "../pages/page-counter.ts"
import { pagesTable } from "../pages/pages-table.ts"
import { type Operation, type WrittenPages, writtenPages } from "../pages/written-pages.ts"
import { fillDatabase, textBytes } from "../support/filled-database.ts"
import { median } from "../support/median.ts"
import { openBare } from "../support/open-bare.ts"
import { openSqlite, storeOf } from "../support/open-store.ts"

const sessionsSampled = 60
const sessionsAtWork = 5
const appendsAtWork = 12
const titleBytes = 40
const replies = 2
const deltasPerReply = 200
const deltaBytes = 20
const bytesGrown = 100
const importedBytes = 4 * 1024 * 1024

const random = new Random(31)
const message = () => ({ role: "user", parts: [{ type: "text" as const, text: proseOfBytes(random, textBytes) }] })

const create: Operation = {
  name: "create",
  sessions: sessionsSampled,
  prepare: async (store) => [() => store.sessions.create({ title: proseOfBytes(random, titleBytes) })],
}

/** As an agent at work does: its session is among those that changed last. */
const append: Operation = {
  name: "append",
  sessions: sessionsAtWork,
  async prepare(store, sessionId) {
    await store.messages.append(sessionId, message())
    return Array.from({ length: appendsAtWork }, () => () => store.messages.append(sessionId, message()))
  },
}

/** The session moves to the front of the lists. */
const appendToOld: Operation = {
  name: "append, session from afar",
  sessions: sessionsSampled,
  prepare: async (store, sessionId) => [() => store.messages.append(sessionId, message())],
}

const grow: Operation = {
  name: "grow",
  sessions: sessionsSampled,
  async prepare(store, sessionId) {
    const { id } = await store.messages.append(sessionId, message())
    const [part] = (await store.messages.get(sessionId, id))?.parts ?? []
    if (part === undefined) throw new Error("The message was appended with a part.")
    const { position: _position, revision: _revision, sessionId: _session, ...fields } = part
    const text = `${part.data.text}${proseOfBytes(random, bytesGrown)}`
    return [() => store.messages.putPart(sessionId, { ...fields, data: { ...part.data, text }, updatedAt: Date.now() })]
  },
}

const rename: Operation = {
  name: "rename",
  sessions: sessionsSampled,
  prepare: async (store, sessionId) => [() => store.sessions.rename(sessionId, proseOfBytes(random, titleBytes))],
}

const reply: Operation = {
  name: "delta of a reply",
  sessions: replies,
  async prepare(store, sessionId) {
    const writer = store.messages.stream(sessionId, { role: "assistant" })
    // Its message and the first part, as any append.
    writer.text(proseOfBytes(random, deltaBytes))
    await writer.flush()
    return Array.from({ length: deltasPerReply }, () => () => {
      writer.text(proseOfBytes(random, deltaBytes))
      return writer.flush()
    })
  },
}

/** The pages of 4 KB that operations write into a SQLite file's write-ahead log, by table and index. */
export const pages: Measurement = {
  name: "pages",
  async run({ folder, show }) {
    const file = join(folder, "filled.db")
    const sessions = await fillDatabase(file)
    const written = new Map<Operation, WrittenPages>()
    for (const operation of [create, append, appendToOld, grow, rename, reply]) {
      const sampled = Array.from({ length: operation.sessions }, () => random.pick(sessions))
      written.set(operation, await writtenPages(file, sampled, operation))
    }
    show(pagesTable([...written.values(), await importPages(file, folder)]))
    const result = (what: string, operation: Operation, most: number): Result => {
      const ours = median((written.get(operation)?.samples ?? []).map(totalOf))
      return { what, ours, baseline: most, unit: "pages", ratio: ours / most, budget: { most: 1 } }
    }
    return [
      result("pages written by create (baseline: the budget)", create, 6),
      result("  by an append of a message with a part", append, 9),
      result("  by the same part again, growing", grow, 5),
    ]
  },
}

/** The pages of an import into a filled file, for each session of it. */
async function importPages(file: string, folder: string): Promise<WrittenPages> {
  const source = join(folder, "source.db")
  repeatSample(source, importedBytes)
  const store = storeOf(await openSqlite(file))
  using counter = new PageCounter(file)
  await importSource(store.allProjects(), source, { directory: folder })
  const imported = counter.written()
  await store.close()
  const database = openBare(source)
  const writes = Number(database.prepare("SELECT count(*) FROM session").pluck().get())
  database.close()
  return { name: "session imported", samples: [imported], writes, later: counter.written() }
}
