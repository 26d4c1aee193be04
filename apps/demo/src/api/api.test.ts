import { createSessionStore, openSessionStore, type SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { importLines, splitLines } from "@opencode/session-core/transfer"
import { provider as sqlite } from "@opencode/session-sqlite"
import { describe, expect, it } from "vitest"
import { bringSample } from "../sample.ts"
import { temporaryDemo } from "../test-support/temporary-demo.ts"
import { usageByDay } from "./usage-by-day.ts"

const memoryStore = (): SessionStore =>
  createSessionStore({ provider: createMemoryProvider(), scope: { projectId: "widget" }, author: null })

describe("the API", () => {
  it("lists sessions by state and parent, page by page", async () => {
    const { client } = await temporaryDemo({ sample: true })
    const { sessions } = await client.sessions("?limit=100")
    const archived = await client.sessions("?state=archived")
    expect(sessions.length).toBeGreaterThan(4)
    expect(archived.sessions.every(({ archivedAt }) => archivedAt !== null)).toBe(true)
    const child = sessions.find(({ parentId }) => parentId !== null)
    expect(child).toBeDefined()
    const children = await client.sessions(`?parent=${child?.parentId}`)
    expect(children.sessions.map(({ id }) => id)).toContain(child?.id)
    const top = await client.sessions("?parent=none")
    expect(top.sessions.every(({ parentId }) => parentId === null)).toBe(true)
    const first = await client.sessions("?limit=2")
    const second = await client.sessions(`?limit=2&cursor=${first.nextCursor}`)
    expect([...first.sessions, ...second.sessions]).toEqual(sessions.slice(0, 4))
  })

  it("brings the sample once, and never into a store that has sessions", async () => {
    const { demo, client, home } = await temporaryDemo({ sample: true })
    expect(demo.imported).toBe(7)
    await demo.close()
    const again = await temporaryDemo({ home, sample: true })
    expect(again.demo.imported).toBe(0)
    expect((await again.client.sessions()).sessions).toHaveLength(6)
    expect(client).toBeDefined()
  })

  it("shows another project when it is asked for, and finds its sessions by their ids", async () => {
    const { client, demo } = await temporaryDemo({ sample: true })
    const [session] = (await client.sessions()).sessions
    expect((await client.sessions("?project=other")).sessions).toEqual([])
    const { projects } = await client.get<{ projects: { id: string; sessionCount: number }[] }>("/api/projects")
    expect(projects).toMatchObject([{ id: "widget", sessionCount: 7 }])
    expect(demo.status.project).toEqual({ id: "widget", name: "widget" })
    expect((await client.session(session?.id ?? "")).projectId).toBe("widget")
  })

  it("gives errors as problem details with the store's codes and hints", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create("A title")
    const problemOf = async (method: string, path: string, body?: object) => {
      const headers = { "Content-Type": "application/json" }
      const answer = await client.raw({ method, path, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
      expect(answer.headers["content-type"]).toBe("application/problem+json")
      const problem = JSON.parse(answer.text)
      expect(problem).toMatchObject({ status: answer.status, title: expect.any(String), detail: expect.any(String) })
      expect(problem.type).toBe(`urn:opencode:session-storage:${problem.code}`)
      return [answer.status, problem.code]
    }
    expect(await problemOf("GET", "/api/sessions/none")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/sessions/none/messages")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/sessions/none/export")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/nothing")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/sessions?cursor=%00")).toEqual([400, "invalid_cursor"])
    expect(await problemOf("GET", "/api/sessions?state=gone")).toEqual([400, "invalid_input"])
    expect(await problemOf("GET", "/api/search?text=")).toEqual([400, "invalid_input"])
    expect(await problemOf("POST", "/api/sessions", { titel: "x" })).toEqual([400, "invalid_input"])
    expect(await problemOf("POST", `/api/sessions/${id}/prompt`, { text: " " })).toEqual([400, "invalid_input"])
    expect(await problemOf("POST", `/api/sessions/${id}/continue`)).toEqual([409, "conflict"])
    expect(await problemOf("POST", `/api/sessions/${id}/retry`)).toEqual([409, "conflict"])
    expect(await problemOf("POST", "/api/sessions/none/restore")).toEqual([404, "not_found"])
    const broken = await client.raw({
      method: "POST",
      path: "/api/sessions",
      headers: { "Content-Type": "application/json" },
      body: "{",
    })
    expect([broken.status, JSON.parse(broken.text).code]).toEqual([400, "invalid_input"])
  })

  it("describes itself: every route with its schemas", async () => {
    const { client } = await temporaryDemo()
    const { paths, components } = await client.get<{ paths: object; components: { schemas: object } }>("/doc")
    expect(Object.keys(paths).sort()).toEqual(
      [
        "/api/events",
        "/api/projects",
        "/api/search",
        "/api/sessions",
        "/api/sessions/{id}",
        "/api/sessions/{id}/changes",
        "/api/sessions/{id}/continue",
        "/api/sessions/{id}/export",
        "/api/sessions/{id}/files",
        "/api/sessions/{id}/files/versions",
        "/api/sessions/{id}/fork",
        "/api/sessions/{id}/messages",
        "/api/sessions/{id}/messages/{messageId}/parts/{partId}",
        "/api/sessions/{id}/prompt",
        "/api/sessions/{id}/restore",
        "/api/sessions/{id}/retry",
        "/api/sessions/{id}/stop",
        "/api/statistics",
        "/api/status",
      ].sort(),
    )
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(["Session", "Message", "Problem"]))
  })

  it("exports what another store imports again, under a file name that harms nobody", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create("Export me")
    await client.ended(id, await client.prompt(id, "write a.txt: x"))
    const { headers, text } = await client.raw({ path: `/api/sessions/${id}/export` })
    expect(headers["content-disposition"]).toMatch(/^attachment; filename="session-[\w-]+\.jsonl"$/)
    const store = memoryStore()
    const chunks = (async function* () {
      yield Buffer.from(text)
    })()
    const report = await importLines(store.allProjects(), splitLines(chunks))
    expect(report.problems).toEqual([])
    expect((await store.sessions.require(id)).title).toBe("Export me")
    expect((await store.files.list(id)).files).toMatchObject([{ path: "a.txt", content: "x\n" }])
  })

  it("leaves the largest parts of a large message to requests of their own, marked, so that no page fills a browser", async () => {
    const { client, directory, home } = await temporaryDemo()
    await using store = await openSessionStore({ directory, environment: { HOME: home }, providers: [sqlite] })
    const { id } = await client.create("Images")
    const url = `data:image/png;base64,${"A".repeat(3_000_000)}`
    const parts = [
      { type: "text", text: "Look" },
      { type: "file", mime: "image/png", filename: "large.png", url },
    ]
    for (const messageId of ["a", "b"]) await store.messages.append(id, { id: messageId, role: "user", parts })
    const { messages, nextCursor } = await client.messages(id)
    expect(messages.map((message) => message.id)).toEqual(["a"])
    const [text, image] = messages[0]?.parts ?? []
    expect(text?.data).toEqual({ text: "Look" })
    expect(image).toMatchObject({
      data: {},
      unloaded: { bytes: JSON.stringify({ ...parts[1], type: undefined }).length },
    })
    const next = await client.messages(id, `?cursor=${nextCursor}`)
    expect(next.messages.map((message) => message.id)).toEqual(["b"])
    const path = `/api/sessions/${id}/messages/a/parts/${image?.id}`
    expect((await client.get<{ data: { url: string } }>(path)).data.url === url).toBe(true)
    await expect(client.get(`/api/sessions/${id}/messages/a/parts/none`)).rejects.toMatchObject({
      problem: { code: "not_found" },
    })
  })

  it("gives the messages from one on, and back from it", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create("x")
    for (const text of ["list files", "count to 3"]) await client.ended(id, await client.prompt(id, text))
    const { messages } = await client.messages(id)
    const [one, two, three, four] = messages.map((message) => message.id)
    const idsOf = async (query: string) => (await client.messages(id, query)).messages.map((message) => message.id)
    expect(await idsOf(`?from=${two}&order=oldest-first`)).toEqual([two, three, four])
    expect(await idsOf(`?from=${two}&order=newest-first`)).toEqual([two, one])
    await expect(client.messages(id, "?from=none")).rejects.toMatchObject({ problem: { code: "not_found" } })
  })

  it("pages through what changed in a session since a revision", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create("x")
    await client.ended(id, await client.prompt(id, "list files"))
    let since = 0
    const revisions: number[] = []
    for (let complete = false; !complete; ) {
      const page = await client.changes(id, `?since=${since}&limit=2`)
      revisions.push(...page.changes.map(({ revision }) => revision))
      since = page.since
      complete = page.complete
    }
    expect(since).toBe((await client.session(id)).revision)
    expect(revisions).toEqual([...revisions].sort((a, b) => a - b))
    expect((await client.changes(id, `?since=${since}`)).changes).toEqual([])
  })
})

describe("usage by day", () => {
  const usage = { input: 10, output: 1, cost: 0.1 }
  const day = 24 * 60 * 60 * 1000

  it("puts each message on its day, also in a session that goes on for days", async () => {
    const store = memoryStore()
    const now = Date.now()
    const { id } = await store.sessions.create({ title: "x" })
    const template = await store.sessions.require(id)
    const {
      usage: _usage,
      messageCount: _messageCount,
      revision: _revision,
      updatedAt: _updatedAt,
      ...fields
    } = template
    const session = { ...fields, createdAt: now - 40 * day }
    await store.apply("ses_long", [{ type: "session.create", session }], { at: now - 40 * day })
    for (const days of [40, 2, 2, 0]) {
      const createdAt = now - days * day
      await store.messages.append("ses_long", { role: "assistant", usage, createdAt }, { at: createdAt })
    }
    await store.messages.append(id, { role: "assistant", usage })
    expect(await usageByDay(store, 7)).toMatchObject([
      { usage: { input: 20, output: 2, cost: 0.2 }, messages: 2 },
      { usage: { input: 20, output: 2, cost: 0.2 }, messages: 2 },
    ])
    expect(await usageByDay(store, 60)).toHaveLength(3)
  })

  it("adds up to the totals of the sample, exactly", async () => {
    const store = memoryStore()
    await bringSample(store, "widget")
    const days = await usageByDay(store, 3660)
    const { usage: totals, messages } = await store.statistics()
    expect(days.length).toBeGreaterThan(0)
    for (const key of ["input", "output", "reasoning", "cacheRead"] as const) {
      expect(days.reduce((sum, each) => sum + each.usage[key], 0)).toBe(totals[key])
    }
    expect(days.reduce((sum, each) => sum + each.usage.cost, 0)).toBeCloseTo(totals.cost, 9)
    expect(days.reduce((sum, each) => sum + each.messages, 0)).toBeLessThanOrEqual(messages)
  })
})
