import { createSessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { importLines, splitLines } from "@opencode/session-core/transfer"
import type { Statistics } from "@opencode/session-web"
import { describe, expect, it } from "vitest"
import { temporaryDemo } from "./test-support/temporary-demo.ts"

describe("the demo", () => {
  it("brings the sample once, and never into a store that has sessions", async () => {
    const { demo, home } = await temporaryDemo({ sample: true })
    expect(demo.imported).toBe(7)
    await demo.close()
    const again = await temporaryDemo({ home, sample: true })
    expect(again.demo.imported).toBe(0)
    expect((await again.client.sessions()).sessions).toHaveLength(6)
  })

  it("shows the sample as what it is: a project with sessions, sub-agents, archived ones and usage that adds up", async () => {
    const { client, demo } = await temporaryDemo({ sample: true })
    const { sessions } = await client.sessions("?limit=100")
    expect(sessions.length).toBeGreaterThan(4)
    const { projects } = await client.get<{ projects: object[] }>("/api/projects")
    expect(projects).toMatchObject([{ id: "widget", sessionCount: 7 }])
    expect(demo.status.project).toEqual({ id: "widget", name: "widget" })
    const child = sessions.find(({ parentId }) => parentId !== null)
    const children = await client.sessions(`?parent=${child?.parentId}`)
    expect(children.sessions.map(({ id }) => id)).toContain(child?.id)
    const { totals, days } = await client.get<Statistics>("/api/statistics?days=3660")
    expect(days.length).toBeGreaterThan(0)
    for (const key of ["input", "output", "reasoning", "cacheRead"] as const) {
      expect(days.reduce((sum, each) => sum + each.usage[key], 0)).toBe(totals.usage[key])
    }
    expect(days.reduce((sum, each) => sum + each.usage.cost, 0)).toBeCloseTo(totals.usage.cost, 9)
    expect(days.reduce((sum, each) => sum + each.messages, 0)).toBeLessThanOrEqual(totals.messages)
  })

  it("refuses what its agent cannot do: an empty prompt, and to go on or answer anew where nothing was asked", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create("A title")
    await expect(client.prompt(id, " ")).rejects.toMatchObject({ problem: { code: "invalid_input" } })
    await expect(client.continue(id)).rejects.toMatchObject({ problem: { code: "conflict" } })
    await expect(client.retry(id)).rejects.toMatchObject({ problem: { code: "conflict" } })
    expect((await client.session(id)).messageCount).toBe(0)
  })

  it("exports what its agent wrote so that another store imports it again", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create("Export me")
    await client.ended(id, await client.prompt(id, "write a.txt: x"))
    const { text } = await client.raw({ path: `/api/sessions/${id}/export` })
    const scope = { projectId: "widget" }
    const store = createSessionStore({ provider: createMemoryProvider(), scope, author: null })
    const chunks = (async function* () {
      yield Buffer.from(text)
    })()
    const report = await importLines(store.allProjects(), splitLines(chunks))
    expect(report.problems).toEqual([])
    expect((await store.sessions.require(id)).title).toBe("Export me")
    expect((await store.files.list(id)).files).toMatchObject([{ path: "a.txt", content: "x\n" }])
  })
})
