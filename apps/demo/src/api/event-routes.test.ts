import { openSessionStore } from "@opencode/session-core"
import { describe, expect, it, onTestFinished } from "vitest"
import { EventReader } from "../client/event-reader.ts"
import { type TemporaryDemo, temporaryDemo } from "../test-support/temporary-demo.ts"

async function follow({ demo }: TemporaryDemo, lastEventId?: string): Promise<EventReader> {
  const reader = await EventReader.open(demo.address, lastEventId)
  onTestFinished(() => reader.close())
  return reader
}

describe("the stream of changes", () => {
  it("says what happens to a session, deletion and purge too", async () => {
    const temporary = await temporaryDemo()
    const { client, home, directory } = temporary
    const reader = await follow(temporary)
    const { id } = await client.create("New")
    expect((await reader.event(id)).session?.title).toBe("New")
    await client.send("PATCH", `/api/sessions/${id}`, { title: "Renamed" })
    const renamed = await reader.event(id, ({ session }) => session?.title === "Renamed")
    expect(renamed.revision).toBe(2)
    await client.send("DELETE", `/api/sessions/${id}`)
    await reader.event(id, ({ session }) => session !== null && session.deletedAt !== null)
    await client.send("POST", `/api/sessions/${id}/restore`)
    await reader.event(id, ({ session }) => session?.deletedAt === null)
    const store = await openSessionStore({ directory, environment: { HOME: home } })
    await store.sessions.purge(id)
    await store.close()
    await reader.event(id, ({ session }) => session === null)
  })

  it("goes on exactly where a reader was: nothing is missing, whatever happened meanwhile", async () => {
    const temporary = await temporaryDemo()
    const { client } = temporary
    const first = await follow(temporary)
    const begin = first.lastEventId
    const { id } = await client.create("Seen")
    await first.event(id)
    await first.until(() => first.lastEventId !== begin)
    await first.close()
    // More than a page of changes, and one of a session that was seen before.
    const missed = await Promise.all(Array.from({ length: 230 }, (_, index) => client.create(`Missed ${index}`)))
    await client.send("PATCH", `/api/sessions/${id}`, { title: "Renamed" })
    const second = await follow(temporary, first.lastEventId)
    const wanted = new Set([...missed.map((session) => session.id), id])
    await second.until(() => new Set(second.events.map(({ data }) => data.sessionId)).size >= wanted.size)
    expect(new Set(second.events.map(({ data }) => data.sessionId))).toEqual(wanted)
    expect((await second.event(id)).session?.title).toBe("Renamed")
    // Nothing of it comes again to who has it all.
    const end = second.lastEventId
    await second.until(() => second.lastEventId !== first.lastEventId)
    const third = await follow(temporary, end)
    const last = await client.create("Last")
    await third.event(last.id)
    expect(third.events.map(({ data }) => data.sessionId)).toEqual([last.id])
  })

  it("survives a restart of the server", async () => {
    const temporary = await temporaryDemo()
    const reader = await follow(temporary)
    const { lastEventId } = reader
    const { id } = await temporary.client.create("Written before the end")
    await temporary.demo.close()
    const again = await temporaryDemo({ home: temporary.home })
    const other = await follow(again, lastEventId)
    await other.event(id)
  })

  it("tells a reader whose position is of another database to begin anew", async () => {
    const temporary = await temporaryDemo()
    const reader = await follow(temporary, "bm90aGluZw")
    await reader.until(() => reader.events.length > 0)
    expect(reader.events.map(({ name }) => name)).toEqual(["reset"])
    const { id } = await temporary.client.create("After")
    await reader.event(id)
  })

  it("has what other processes write", async () => {
    const temporary = await temporaryDemo()
    const reader = await follow(temporary)
    const { home, directory } = temporary
    const store = await openSessionStore({ directory, environment: { HOME: home } })
    const { id } = await store.sessions.create({ title: "From elsewhere" })
    await store.close()
    expect((await reader.event(id)).session?.title).toBe("From elsewhere")
  })
})
