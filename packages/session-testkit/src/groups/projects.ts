import type { Change } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, newSession, remove } from "../support/samples.ts"

/**
 * What the store knows of projects.
 *
 * What a user loses: every session of a project, which a new alias leads away from.
 */
export function describeProjects(context: KitContext): void {
  describe("projects", () => {
    it("a project is there with its first session, under its own id", async () => {
      const { provider } = await context.open()
      expect(await provider.getProject("app")).toBeNull()
      await apply(provider, "s", [create()], { at: 42 })
      expect(await provider.getProject("app")).toEqual({ id: "app", name: "app", aliases: [], createdAt: 42 })
    })

    it("a name and aliases that were given are kept when sessions come", async () => {
      const { provider } = await context.open()
      const project = { id: "app", name: "The app", aliases: ["old-app"], createdAt: 7 }
      await provider.putProject(project)
      await apply(provider, "s", [create()])
      expect(await provider.getProject("app")).toEqual(project)
      expect(await provider.getProject("old-app")).toEqual(project)
    })

    it("putting a project again replaces its name and aliases", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "app", name: "One", aliases: ["a", "b"], createdAt: 7 })
      await provider.putProject({ id: "app", name: "Two", aliases: ["b", "c"], createdAt: 8 })
      expect(await provider.getProject("app")).toEqual({ id: "app", name: "Two", aliases: ["b", "c"], createdAt: 8 })
      expect(await provider.getProject("a")).toBeNull()
      expect(await provider.getProject("c")).toMatchObject({ id: "app" })
    })

    it("an alias does not redirect a project that exists: its sessions would be gone from it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ projectId: "mine" })])
      await provider.putProject({ id: "empty", name: "Empty", aliases: [], createdAt: 1 })
      const put = { id: "other", name: "Other", aliases: ["mine", "free", "empty"], createdAt: 1 }
      expect(await provider.putProject(put)).toEqual({ leftOut: ["empty", "mine"] })
      expect(await provider.getProject("mine")).toMatchObject({ id: "mine", name: "mine" })
      expect(await provider.getProject("empty")).toMatchObject({ id: "empty", name: "Empty" })
      expect(await provider.getProject("free")).toMatchObject({ id: "other", aliases: ["free"] })
      expect((await provider.listProjects()).map(({ id }) => id)).toEqual(["empty", "mine", "other"])
    })

    it("an alias does not redirect deleted sessions either: they could not be restored", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ projectId: "mine" })])
      await apply(provider, "s", [remove])
      const put = { id: "other", name: "Other", aliases: ["mine"], createdAt: 1 }
      expect(await provider.putProject(put)).toEqual({ leftOut: ["mine"] })
    })

    it("an alias that another project has stays there", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "one", name: "One", aliases: ["shared", "own"], createdAt: 1 })
      const put = { id: "two", name: "Two", aliases: ["shared", "new"], createdAt: 1 }
      expect(await provider.putProject(put)).toEqual({ leftOut: ["shared"] })
      expect(await provider.getProject("shared")).toMatchObject({ id: "one", aliases: ["own", "shared"] })
      expect(await provider.getProject("two")).toMatchObject({ aliases: ["new"] })
    })

    it("an alias that the project has already stays its own, whatever is under it by now", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "one", name: "One", aliases: ["old"], createdAt: 1 })
      await apply(provider, "s", [create({ projectId: "old" })])
      const put = { id: "one", name: "New name", aliases: ["old", "older"], createdAt: 1 }
      expect(await provider.putProject(put)).toEqual({ leftOut: [] })
      expect(await provider.getProject("old")).toEqual({ ...put, aliases: ["old", "older"] })
    })

    it("of several that want an alias at once, or come to be a project of it, nobody is redirected unseen", async () => {
      const { provider } = await context.open()
      const rivals = ["a", "b", "c", "d"]
      const results = await Promise.all([
        ...rivals.map((id) => provider.putProject({ id, name: id, aliases: ["shared"], createdAt: 1 })),
        apply(provider, "s", [create({ projectId: "shared" })]).then(() => null),
      ])
      const got = rivals.filter((_, index) => results[index]?.leftOut.length === 0)
      const having = (await provider.listProjects()).filter(({ aliases }) => aliases.includes("shared"))
      expect(having.map(({ id }) => id)).toEqual(got)
      expect(got.length).toBeLessThanOrEqual(1)
    })

    it("taking an alias over takes it from the project that has it", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "one", name: "One", aliases: ["shared", "own"], createdAt: 1 })
      const put = { id: "two", name: "Two", aliases: ["shared"], createdAt: 1, takeOver: ["shared"] }
      expect(await provider.putProject(put)).toEqual({ leftOut: [] })
      expect(await provider.getProject("shared")).toMatchObject({ id: "two" })
      expect(await provider.getProject("one")).toMatchObject({ aliases: ["own"] })
    })

    it("aliases come sorted and once, however they were given", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "app", name: "App", aliases: ["b", "a", "b", "B"], createdAt: 1 })
      expect(await provider.getProject("app")).toMatchObject({ aliases: ["B", "a", "b"] })
    })

    it("a project that was taken over as an alias of another is listed no more, and its id leads to the other", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ projectId: "two" })])
      await provider.putProject({ id: "one", name: "One", aliases: ["two"], createdAt: 1, takeOver: ["two"] })
      expect((await provider.listProjects()).map(({ id }) => id)).toEqual(["one"])
      await apply(provider, "t", [create({ projectId: "two" })])
      expect(await provider.getProject("two")).toMatchObject({ name: "One" })
    })

    it("a project that has become an alias leaves none of its aliases to a later project of its id", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "two", name: "Two", aliases: ["old"], createdAt: 1 })
      await provider.putProject({ id: "one", name: "One", aliases: ["two"], createdAt: 1, takeOver: ["two"] })
      await apply(provider, "s", [create({ projectId: "two" })])
      expect(await provider.getProject("old")).toBeNull()
      expect((await provider.listProjects()).map(({ aliases }) => aliases)).toEqual([["two"], []])
    })

    it("a session that is put again into a project that became an alias brings the project back, as old as that put", async () => {
      const { provider } = await context.open()
      const put: Change = { type: "session.put", session: newSession({ projectId: "two" }) }
      await apply(provider, "s", [put], { at: 5 })
      await provider.putProject({ id: "one", name: "One", aliases: ["two"], createdAt: 1, takeOver: ["two"] })
      await apply(provider, "s", [put], { at: 6 })
      await apply(provider, "t", [put], { at: 9 })
      const projects = await provider.listProjects()
      expect(projects.map(({ id, createdAt, sessionCount }) => [id, createdAt, sessionCount])).toEqual([
        ["one", 1, 0],
        ["two", 6, 2],
      ])
    })

    it("a project's own id among its aliases does not make it vanish", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "one", name: "One", aliases: ["one", "old"], createdAt: 1 })
      expect(await provider.getProject("one")).toMatchObject({ name: "One", aliases: ["old"] })
      expect(await provider.listProjects()).toHaveLength(1)
    })

    it("the list has all projects by id, with what they hold", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "empty", name: "Empty", aliases: [], createdAt: 1 })
      await apply(provider, "a", [create({ projectId: "B" })], { at: 5 })
      await apply(provider, "b", [create({ projectId: "B", archivedAt: 1 })], { at: 9 })
      await apply(provider, "c", [create({ projectId: "B" })], { at: 6 })
      await apply(provider, "c", [remove], { at: 11 })
      await apply(provider, "d", [create({ projectId: "a" })], { at: 3 })
      const projects = await provider.listProjects()
      expect(projects.map(({ id, sessionCount, updatedAt }) => [id, sessionCount, updatedAt])).toEqual([
        ["B", 2, 9],
        ["a", 1, 3],
        ["empty", 0, null],
      ])
    })
  })
}
