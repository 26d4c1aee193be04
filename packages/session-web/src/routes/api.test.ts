import { importLines, splitLines } from "@opencode/session-core/transfer"
import { describe, expect, it } from "vitest"
import { responseChecker } from "../../test/support/check-response.ts"
import { silentAgent } from "../../test/support/silent-agent.ts"
import { memoryStore, temporaryWeb } from "../../test/support/temporary-web.ts"
import { WebClient } from "../../test/support/web-client.ts"
import type { Part, PartPage, Problem, Session } from "../schemas/index.ts"

/** The paths of the API without an agent. */
const paths = [
  "/api/events",
  "/api/projects",
  "/api/search",
  "/api/sessions",
  "/api/sessions/{id}",
  "/api/sessions/{id}/changes",
  "/api/sessions/{id}/export",
  "/api/sessions/{id}/files",
  "/api/sessions/{id}/files/versions",
  "/api/sessions/{id}/fork",
  "/api/sessions/{id}/messages",
  "/api/sessions/{id}/messages/{messageId}/parts",
  "/api/sessions/{id}/messages/{messageId}/parts/{partId}",
  "/api/sessions/{id}/restore",
  "/api/statistics",
  "/api/status",
]
const pathsOfAgent = ["continue", "prompt", "retry", "stop"].map((action) => `/api/sessions/{id}/${action}`)

const json = { "Content-Type": "application/json" }
const text = (value: string) => [{ type: "text" as const, text: value }]

interface Description {
  paths: Record<string, object>
  components: { schemas: object }
}

describe("the API", () => {
  it("lists sessions by state and parent, page by page", async () => {
    const { client, store } = await temporaryWeb()
    const parent = await store.sessions.create({ title: "Parent" })
    const child = await store.sessions.create({ title: "Child", parentId: parent.id })
    for (const title of ["One", "Two", "Three"]) await store.sessions.create({ title })
    const archived = await store.sessions.create({ title: "Archived" })
    await store.sessions.update(archived.id, { archivedAt: Date.now() })
    const { sessions } = await client.sessions("?limit=100")
    expect(sessions.map(({ title }) => title)).toEqual(["Three", "Two", "One", "Child", "Parent"])
    expect((await client.sessions("?state=archived")).sessions.map(({ id }) => id)).toEqual([archived.id])
    expect((await client.sessions(`?parent=${parent.id}`)).sessions.map(({ id }) => id)).toEqual([child.id])
    const top = await client.sessions("?parent=none")
    expect(top.sessions.map(({ title }) => title)).toEqual(["Three", "Two", "One", "Parent"])
    const first = await client.sessions("?limit=2")
    const second = await client.sessions(`?limit=2&cursor=${first.nextCursor}`)
    expect([...first.sessions, ...second.sessions]).toEqual(sessions.slice(0, 4))
  })

  it("shows another project when it is asked for, and finds its sessions by their ids", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "Here" })
    const other = store.forProject("github.com/acme/gadget")
    const there = await other.sessions.create({ title: "There" })
    const { sessions } = await client.sessions(`?project=${encodeURIComponent("github.com/acme/gadget")}`)
    expect(sessions.map((session) => session.id)).toEqual([there.id])
    expect((await client.sessions()).sessions.map((session) => session.id)).toEqual([id])
    const { projects } = await client.projects()
    expect(projects.map((project) => [project.id, project.sessionCount])).toEqual([
      ["github.com/acme/gadget", 1],
      ["widget", 1],
    ])
    expect((await client.status()).project).toEqual({ id: "widget", name: "widget" })
    expect((await client.session(there.id)).projectId).toBe("github.com/acme/gadget")
  })

  it("gives everything that a session has, as its schemas say", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({
      title: "All of it",
      agent: "build",
      model: { providerId: "acme", modelId: "fast-1", variant: "high" },
      todos: [{ content: "Measure", status: "pending", priority: "high", id: "1" }],
      metadata: { opencode: { revert: { messageID: "msg_1" } } },
    })
    const message = await store.messages.append(id, {
      role: "assistant",
      agent: "build",
      model: { providerId: "acme", modelId: "fast-1" },
      usage: { input: 10, output: 2, cost: 0.5 },
      error: { name: "APIError", data: { message: "Overloaded", status: 529, retries: [1, 2, null] } },
      metadata: { run: { id: "r", host: null } },
      parts: [...text("Find the needle"), { type: "tool", tool: "bash", callID: "1", state: { status: "pending" } }],
    })
    await store.messages.append(id, { id: "gone", role: "user", parts: text("Gone") })
    await store.apply(id, [{ type: "message.remove", messageId: "gone" }])
    for (const content of ["1\n", "12\n"]) await store.files.write(id, "src/needle.ts", content)
    const { messages } = await client.messages(id)
    expect(messages.map(({ parts }) => parts.map(({ type }) => type))).toEqual([["text", "tool"]])
    expect(await client.files(id)).toMatchObject({ files: [{ path: "src/needle.ts", versions: 2, size: 3 }] })
    const { files } = await client.fileVersions(id, "src/needle.ts")
    expect(files.map(({ content }) => content)).toEqual(["1\n", "12\n"])
    const { hits } = await client.search("needle")
    expect(hits.map(({ messageId, matches }) => [messageId, matches])).toEqual([[message.id, [[9, 15]]]])
    const { changes } = await client.changes(id)
    expect(new Set(changes.map(({ type }) => type))).toEqual(
      new Set(["session", "message", "part", "message.removed", "file"]),
    )
    const { totals, days } = await client.statistics()
    expect([totals.messages, days.map(({ usage }) => usage.cost)]).toEqual([1, [0.5]])
  })

  it("says of each hit which program wrote its session, so that nobody takes a colleague's import for their own", async () => {
    const { client, store } = await temporaryWeb({ agent: silentAgent("widget") })
    await store.sessions.create({ title: "A needle here" })
    await store.sessions.create({ title: "A needle there", metadata: { opencode: { version: "2.0.7" } } })
    const { hits } = await client.search("needle")
    const found = Object.fromEntries(hits.map(({ session }) => [session.title, session.origin]))
    expect(found).toEqual({
      "A needle here": null,
      "A needle there": { program: "OpenCode", version: "2.0.7" },
    })
  })

  it("gives errors as problem details with the store's codes and hints", async () => {
    const { client, store } = await temporaryWeb({ agent: silentAgent("widget") })
    const { id } = await store.sessions.create({ title: "A title" })
    const problemOf = async (method: string, path: string, body?: object) => {
      const response = await client.request(path, {
        method,
        headers: json,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      expect(response.headers.get("Content-Type")).toBe("application/problem+json")
      const problem = (await response.json()) as Problem // Of that type.
      expect(problem).toMatchObject({ status: response.status, title: expect.any(String), detail: expect.any(String) })
      expect(problem.type).toBe(`urn:opencode:session-storage:${problem.code}`)
      return [response.status, problem.code]
    }
    expect(await problemOf("GET", "/api/sessions/none")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/sessions/none/messages")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/sessions/none/export")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/nothing")).toEqual([404, "not_found"])
    expect(await problemOf("GET", "/api/sessions?cursor=%00")).toEqual([400, "invalid_cursor"])
    expect(await problemOf("GET", "/api/sessions?state=gone")).toEqual([400, "invalid_input"])
    expect(await problemOf("GET", "/api/search?text=")).toEqual([400, "invalid_input"])
    expect(await problemOf("PATCH", `/api/sessions/${id}`, { titel: "x" })).toEqual([400, "invalid_input"])
    expect(await problemOf("POST", "/api/sessions", { titel: "x" })).toEqual([400, "invalid_input"])
    expect(await problemOf("POST", `/api/sessions/${id}/prompt`, { text: " " })).toEqual([400, "invalid_input"])
    expect(await problemOf("POST", "/api/sessions/none/restore")).toEqual([404, "not_found"])
    const broken = await client.request(`/api/sessions/${id}`, { method: "PATCH", headers: json, body: "{" })
    expect([broken.status, ((await broken.json()) as Problem).code]).toEqual([400, "invalid_input"])
  })

  it("describes itself: every route with its schemas, an agent's only when there is one", async () => {
    const { client } = await temporaryWeb()
    const description = await client.get<Description>("/doc")
    expect(Object.keys(description.paths).sort()).toEqual(paths)
    expect(description.paths["/api/sessions"]).not.toHaveProperty("post")
    expect(Object.keys(description.components.schemas)).toEqual(
      expect.arrayContaining(["Session", "Message", "Part", "Problem", "SessionEvent"]),
    )
    const withAgent = await temporaryWeb({ agent: silentAgent("widget") })
    const described = await withAgent.client.get<Description>("/doc")
    expect(Object.keys(described.paths).sort()).toEqual([...paths, ...pathsOfAgent].sort())
    expect(described.paths["/api/sessions"]).toHaveProperty("post")
  })

  it("exports what another store imports again, under a file name that harms nobody", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "Export me" })
    await store.files.write(id, "a.txt", "x\n")
    const response = await client.request(`/api/sessions/${id}/export`)
    expect(response.headers.get("Content-Disposition")).toMatch(/^attachment; filename="session-[\w-]+\.jsonl"$/)
    const other = memoryStore()
    const body = Buffer.from(await response.arrayBuffer())
    const chunks = (async function* () {
      yield body
    })()
    const report = await importLines(other.allProjects(), splitLines(chunks))
    expect(report.problems).toEqual([])
    expect((await other.sessions.require(id)).title).toBe("Export me")
    expect((await other.files.list(id)).files).toMatchObject([{ path: "a.txt", content: "x\n" }])
  })

  it("leaves the largest parts of a large message to requests of their own, marked, so that no page fills a browser", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "Images" })
    const url = `data:image/png;base64,${"A".repeat(3_000_000)}`
    const parts = [
      { type: "text" as const, text: "Look" },
      { type: "file" as const, mime: "image/png", filename: "large.png", url },
    ]
    for (const messageId of ["a", "b"]) await store.messages.append(id, { id: messageId, role: "user", parts })
    const { messages, nextCursor } = await client.messages(id)
    expect(messages.map((message) => message.id)).toEqual(["a"])
    const [first, image] = messages[0]?.parts ?? []
    expect(first?.data).toEqual({ text: "Look" })
    expect(image).toMatchObject({
      data: {},
      unloaded: { bytes: JSON.stringify({ ...parts[1], type: undefined }).length },
    })
    const next = await client.messages(id, `?cursor=${nextCursor}`)
    expect(next.messages.map((message) => message.id)).toEqual(["b"])
    const path = `/api/sessions/${id}/messages/a/parts/${image?.id}`
    expect((await client.get<Part>(path)).data.url === url).toBe(true)
    await expect(client.get(`/api/sessions/${id}/messages/a/parts/none`)).rejects.toMatchObject({
      problem: { code: "not_found" },
    })
  })

  it("lists the first parts of a message that has many, and the rest in pages of their own, so that no page fills a browser", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "Many parts" })
    const parts = Array.from({ length: 2100 }, (_, index) => ({ type: "text" as const, text: `${index}` }))
    await store.messages.append(id, { id: "m", role: "user", parts })
    const { messages } = await client.messages(id)
    const read = messages[0]?.parts ?? []
    expect(read).toHaveLength(1000)
    const lengths: number[] = []
    for (let cursor: string | null | undefined = messages[0]?.partsCursor; cursor != null; ) {
      const page: PartPage = await client.get<PartPage>(`/api/sessions/${id}/messages/m/parts?cursor=${cursor}`)
      lengths.push(page.parts.length)
      read.push(...page.parts)
      cursor = page.nextCursor
    }
    expect(lengths).toEqual([1000, 100])
    expect(read.map(({ data }) => data.text)).toEqual(parts.map((each) => each.text))
  })

  it("gives the messages from one on, and back from it", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "x" })
    for (const messageId of ["one", "two", "three", "four"]) {
      await store.messages.append(id, { id: messageId, role: "user", parts: text(messageId) })
    }
    const idsOf = async (query: string) => (await client.messages(id, query)).messages.map((message) => message.id)
    expect(await idsOf("?from=two&order=oldest-first")).toEqual(["two", "three", "four"])
    expect(await idsOf("?from=two&order=newest-first")).toEqual(["two", "one"])
    await expect(client.messages(id, "?from=none")).rejects.toMatchObject({ problem: { code: "not_found" } })
  })

  it("pages through what changed in a session since a revision", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "x" })
    for (const value of ["one", "two", "three"]) await store.messages.append(id, { role: "user", parts: text(value) })
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

  it("renames, archives, deletes, restores and forks, and everything that was said stays", async () => {
    const { client, store } = await temporaryWeb()
    const { id } = await store.sessions.create({ title: "Before" })
    for (const value of ["one", "two"]) await store.messages.append(id, { id: value, role: "user", parts: text(value) })
    const path = `/api/sessions/${id}`
    const renamed = await client.send<Session>("PATCH", path, { title: "After" })
    expect([renamed.title, renamed.titleSource]).toEqual(["After", "user"])
    expect((await client.send<Session>("PATCH", path, { archived: true })).archivedAt).not.toBeNull()
    expect((await client.send<Session>("PATCH", path, { archived: false })).archivedAt).toBeNull()
    await client.send("DELETE", path)
    expect((await client.sessions()).sessions).toEqual([])
    expect((await client.session(id)).deletedAt).not.toBeNull()
    expect((await client.send<Session>("POST", `${path}/restore`)).deletedAt).toBeNull()
    const fork = await client.send<Session>("POST", `${path}/fork`, { messageId: "one" })
    expect([fork.title, fork.messageCount]).toEqual(["After (fork)", 1])
    expect((await client.session(id)).messageCount).toBe(2)
  })
})

describe("a response that is not what its schema says", () => {
  it("fails the test that asked for it, whether a field is missing or not described", async () => {
    const { store, client } = await temporaryWeb()
    await store.sessions.create({ title: "Right" })
    await client.sessions()
    const wrong = async (change: (session: Record<string, unknown>) => void) => {
      const check = responseChecker(store)
      const page = { sessions: structuredClone((await client.sessions()).sessions), nextCursor: null }
      // Fields are taken away, and others added.
      change(page.sessions[0] as unknown as Record<string, unknown>)
      return new WebClient(() => Response.json(page), check).sessions()
    }
    await expect(wrong((session) => delete session.revision)).rejects.toThrow("revision")
    await expect(wrong((session) => Object.assign(session, { secret: 1 }))).rejects.toThrow(
      "responds with what its schema has",
    )
    await expect(wrong((session) => Object.assign(session, { title: null }))).rejects.toThrow("title")
  })
})
