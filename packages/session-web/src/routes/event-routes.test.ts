import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSessionStore, type SessionStore } from "@opencode/session-core"
import { provider as sqlite } from "@opencode/session-sqlite"
import { EventReader } from "session-test-support/event-reader"
import { describe, expect, it, onTestFinished } from "vitest"
import { temporaryServer } from "../../test/support/temporary-web.ts"
import { type SessionEvent, sessionEventSchema } from "../schemas/index.ts"

async function follow(address: string, lastEventId?: string): Promise<EventReader<SessionEvent>> {
  const reader = await EventReader.open<SessionEvent>(address, lastEventId)
  onTestFinished(async () => {
    await reader.close()
    for (const { name, data } of reader.events) {
      if (name === "session") expect(sessionEventSchema.parse(data)).toEqual(data)
    }
  })
  return reader
}

/** A home with a database that several processes may open. */
function temporaryHome(): string {
  const home = mkdtempSync(join(tmpdir(), "session-web-"))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

const openStore = (home: string): Promise<SessionStore> =>
  openSessionStore({ directory: home, environment: { HOME: home }, providers: [sqlite] })

describe("the stream of changes", () => {
  it("says what happens to a session, deletion and purge too", async () => {
    const { address, store } = await temporaryServer()
    const reader = await follow(address)
    const { id } = await store.sessions.create({ title: "New" })
    expect((await reader.event(id)).session?.title).toBe("New")
    await store.sessions.update(id, { title: "Renamed" })
    const renamed = await reader.event(id, ({ session }) => session?.title === "Renamed")
    expect(renamed.revision).toBe(2)
    await store.sessions.delete(id)
    await reader.event(id, ({ session }) => session !== null && session.deletedAt !== null)
    await store.sessions.restore(id)
    await reader.event(id, ({ session }) => session?.deletedAt === null)
    await store.sessions.purge(id)
    await reader.event(id, ({ session }) => session === null)
  })

  it("goes on exactly where a reader was: nothing is missing, whatever happened meanwhile", async () => {
    const { address, store } = await temporaryServer()
    const first = await follow(address)
    const begin = first.lastEventId
    const { id } = await store.sessions.create({ title: "Seen" })
    await first.event(id)
    await first.until(() => first.lastEventId !== begin)
    await first.close()
    // More than a page of changes, and one of a session that was seen before.
    const titles = Array.from({ length: 230 }, (_, index) => `Missed ${index}`)
    const missed = await Promise.all(titles.map((title) => store.sessions.create({ title })))
    await store.sessions.update(id, { title: "Renamed" })
    const second = await follow(address, first.lastEventId)
    const wanted = new Set([...missed.map((session) => session.id), id])
    await second.until(() => new Set(second.events.map(({ data }) => data.sessionId)).size >= wanted.size)
    expect(new Set(second.events.map(({ data }) => data.sessionId))).toEqual(wanted)
    expect((await second.event(id)).session?.title).toBe("Renamed")
    // Nothing of it comes again to a reader that has it all.
    const end = second.lastEventId
    await second.until(() => second.lastEventId !== first.lastEventId)
    const third = await follow(address, end)
    const last = await store.sessions.create({ title: "Last" })
    await third.event(last.id)
    expect(third.events.map(({ data }) => data.sessionId)).toEqual([last.id])
  })

  it("survives a restart of the server", async () => {
    const home = temporaryHome()
    const before = await temporaryServer({ store: await openStore(home) })
    const reader = await follow(before.address)
    const { id } = await before.store.sessions.create({ title: "Written before the end" })
    await before.served.close()
    const after = await temporaryServer({ store: await openStore(home) })
    const other = await follow(after.address, reader.lastEventId)
    await other.event(id)
  })

  it("tells a reader whose position is of another database to begin anew", async () => {
    const { address, store } = await temporaryServer()
    const reader = await follow(address, "bm90aGluZw")
    await reader.until(() => reader.events.length > 0)
    expect(reader.events.map(({ name }) => name)).toEqual(["reset"])
    const { id } = await store.sessions.create({ title: "After" })
    await reader.event(id)
  })

  it("has what other processes write", async () => {
    const home = temporaryHome()
    const { address } = await temporaryServer({ store: await openStore(home) })
    const reader = await follow(address)
    await using elsewhere = await openStore(home)
    const { id } = await elsewhere.sessions.create({ title: "From elsewhere" })
    expect((await reader.event(id)).session?.title).toBe("From elsewhere")
  })
})
