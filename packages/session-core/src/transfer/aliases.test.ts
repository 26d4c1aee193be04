import { describe, expect, test } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import { createSessionStore, type SessionStore } from "../store/session-store.ts"
import { copyStore } from "./copy-store.ts"
import { exportLines } from "./export-lines.ts"
import { importLines } from "./import-lines.ts"

const openStore = (): SessionStore =>
  createSessionStore({ provider: createMemoryProvider(), scope: { allProjects: true }, author: null })

async function* linesOf(store: SessionStore): AsyncGenerator<string> {
  yield* exportLines(store, { includeDeleted: true })
}

const idsIn = async (store: SessionStore, projectId: string): Promise<string[]> => {
  const ids = []
  for await (const { id } of store.forProject(projectId).sessions.all()) ids.push(id)
  return ids.sort()
}

/** Where a session of a folder's project is read: as `openSessionStore` finds it. */
const projectOf = async (store: SessionStore, id: string): Promise<string> =>
  (await store.projects.list()).find(({ aliases }) => aliases.includes(id))?.id ?? id

const transfers = [
  ["a copy", copyStore],
  ["an import", (source: SessionStore, target: SessionStore) => importLines(target, linesOf(source))],
] as const

describe.each(transfers)("%s", (_, transfer) => {
  test("cannot take over a colleague's project by an alias of its name, and says so", async () => {
    const target = openStore()
    await target.sessions.create({ id: "ses_colleague", projectId: "my-app" })
    const source = openStore()
    await source.sessions.create({ id: "ses_mine", projectId: "my-app" })
    await source.projects.merge("my-app", "github.com/me/my-app")
    expect(await transfer(source, target)).toMatchObject({
      sessions: { created: 1 },
      problems: [],
      leftOutAliases: [{ projectId: "github.com/me/my-app", alias: "my-app" }],
    })
    expect(await projectOf(target, "my-app")).toBe("my-app")
    expect(await idsIn(target, "my-app")).toEqual(["ses_colleague"])
    expect(await idsIn(target, "github.com/me/my-app")).toEqual(["ses_mine"])
    // Neither does a second run, and it does not fall silent about it.
    expect((await transfer(source, target)).leftOutAliases).toHaveLength(1)
  })

  test("cannot take a name over from the project that has it as an alias", async () => {
    const target = openStore()
    await target.sessions.create({ id: "ses_colleague", projectId: "old" })
    await target.projects.merge("old", "github.com/team/app")
    const source = openStore()
    await source.sessions.create({ id: "ses_evil", projectId: "evil" })
    await source.projects.put({ id: "evil", name: "evil", aliases: ["old", "github.com/team/app"], createdAt: 1 })
    expect((await transfer(source, target)).leftOutAliases.map(({ alias }) => alias)).toEqual([
      "github.com/team/app",
      "old",
    ])
    expect(await projectOf(target, "old")).toBe("github.com/team/app")
  })

  test("cannot take over a project that has only deleted sessions", async () => {
    const target = openStore()
    await target.sessions.create({ id: "ses_a", projectId: "mine" })
    await target.sessions.delete("ses_a")
    const source = openStore()
    await source.sessions.create({ id: "ses_evil", projectId: "evil" })
    await source.projects.put({ id: "evil", name: "evil", aliases: ["mine"], createdAt: 1 })
    expect((await transfer(source, target)).leftOutAliases).toHaveLength(1)
  })

  test("brings aliases that are free, also to a project that is known, and keeps its name", async () => {
    const target = openStore()
    await target.projects.put({ id: "app", name: "Ours", aliases: ["first"], createdAt: 1 })
    const source = openStore()
    await source.sessions.create({ id: "ses_a", projectId: "app" })
    await source.projects.put({ id: "app", name: "Theirs", aliases: ["second"], createdAt: 5 })
    expect((await transfer(source, target)).leftOutAliases).toEqual([])
    expect(await target.projects.list()).toMatchObject([
      { id: "app", name: "Ours", aliases: ["first", "second"], createdAt: 1 },
    ])
  })

  test("puts sessions of a project that was merged here where they are seen, and can be repeated", async () => {
    const target = openStore()
    await target.projects.put({ id: "github.com/team/app", name: "app", aliases: ["my-app"], createdAt: 1 })
    const source = openStore()
    await source.sessions.create({ id: "ses_a", projectId: "my-app" })
    await source.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: "hello" }] })
    expect(await transfer(source, target)).toMatchObject({ sessions: { created: 1 }, problems: [] })
    expect(await idsIn(target, "github.com/team/app")).toEqual(["ses_a"])
    expect(await transfer(source, target)).toMatchObject({ sessions: { unchanged: 1 }, problems: [] })
    await source.messages.append("ses_a", { role: "user", parts: [{ type: "text", text: "more" }] })
    expect(await transfer(source, target)).toMatchObject({ sessions: { updated: 1 }, problems: [] })
    expect((await target.projects.list()).map(({ id }) => id)).toEqual(["github.com/team/app"])
  })

  test("takes a source as it is, where an alias and sessions under it came to be side by side", async () => {
    const source = openStore()
    await source.sessions.create({ id: "ses_a", projectId: "app" })
    await source.projects.put({ id: "app", name: "app", aliases: ["old"], createdAt: 1 })
    await source.sessions.create({ id: "ses_b", projectId: "old" })
    const target = openStore()
    expect(await transfer(source, target)).toMatchObject({ sessions: { created: 2 }, problems: [] })
    expect(await transfer(source, target)).toMatchObject({ sessions: { unchanged: 2 }, problems: [] })
    expect(await idsIn(target, "old")).toEqual(["ses_b"])
  })
})

describe("an alias", () => {
  test("is taken back, and leads nowhere from then on", async () => {
    const store = openStore()
    await store.sessions.create({ id: "ses_a", projectId: "my-app" })
    await store.projects.merge("my-app", "other")
    expect(await store.projects.removeAlias("my-app")).toEqual({ projectId: "other" })
    expect(await store.projects.list()).toMatchObject([{ id: "other", aliases: [], sessionCount: 1 }])
    await expect(store.projects.removeAlias("my-app")).rejects.toMatchObject({ code: "not_found" })
  })
})
