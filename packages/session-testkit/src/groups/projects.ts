import type { Change } from "@opencode/session-core"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, newSession, remove } from "../support/samples.ts"

/** What the store knows of projects. */
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

    it("an alias leads to one project: the last that took it", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "one", name: "One", aliases: ["shared", "own"], createdAt: 1 })
      await provider.putProject({ id: "two", name: "Two", aliases: ["shared"], createdAt: 1 })
      expect(await provider.getProject("shared")).toMatchObject({ id: "two" })
      expect(await provider.getProject("one")).toMatchObject({ aliases: ["own"] })
    })

    it("aliases come sorted and once, however they were given", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "app", name: "App", aliases: ["b", "a", "b", "B"], createdAt: 1 })
      expect(await provider.getProject("app")).toMatchObject({ aliases: ["B", "a", "b"] })
    })

    it("a project that has become an alias of another is listed no more, and its id leads to the other", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ projectId: "two" })])
      await provider.putProject({ id: "one", name: "One", aliases: ["two"], createdAt: 1 })
      expect((await provider.listProjects()).map(({ id }) => id)).toEqual(["one"])
      await apply(provider, "t", [create({ projectId: "two" })])
      expect(await provider.getProject("two")).toMatchObject({ name: "One" })
    })

    it("a project that has become an alias leaves none of its aliases to a later project of its id", async () => {
      const { provider } = await context.open()
      await provider.putProject({ id: "two", name: "Two", aliases: ["old"], createdAt: 1 })
      await provider.putProject({ id: "one", name: "One", aliases: ["two"], createdAt: 1 })
      await apply(provider, "s", [create({ projectId: "two" })])
      expect(await provider.getProject("old")).toBeNull()
      expect((await provider.listProjects()).map(({ aliases }) => aliases)).toEqual([["two"], []])
    })

    it("a session that is put again into a project that became an alias brings the project back, as old as that put", async () => {
      const { provider } = await context.open()
      const put: Change = { type: "session.put", session: newSession({ projectId: "two" }) }
      await apply(provider, "s", [put], { at: 5 })
      await provider.putProject({ id: "one", name: "One", aliases: ["two"], createdAt: 1 })
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
