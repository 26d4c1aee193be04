import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allFiles, allMessages } from "../support/read-everything.ts"
import { apply, create, file, message, remove, scope, someTime, text } from "../support/samples.ts"

/**
 * What a string literal, a pattern or a placeholder gives a meaning. Of each, one that is like it with an escape character too
 * many or too few, or with something else in the place of a wildcard.
 */
const names = [
  ...["\\", "\\\\", "\\\\\\\\", "C:\\new\\table", "C:\\\\new\\\\table", "C:newtable", "\\n", "n"],
  ...["'", "''", "\\'", "`", "``", "%", "\\%", "\\\\%", "_", "\\_", "x", "a%b", "a\\%b", "axb", "a_b", "a\\_b"],
  ...["$1", "$$", "?", "??", ":id", "@id", "--", "/*", "*/", ";", "*", "[a]", "{a}", "^a", "a$", "(a)", "a|b", "#"],
]

/**
 * What a user loses: a Windows path or a regular expression that comes back with another number of backslashes, a file that is
 * not found under its own name, and a search for `100%` or `C:\new` that finds everything or nothing.
 */
export function describeEscaping(context: KitContext): void {
  describe("invariant 8: characters that databases escape", () => {
    it("sessions, messages and parts are found by exactly the ids that they were given", async () => {
      const { provider } = await context.open()
      for (const id of names) await apply(provider, id, [create({ title: id }), message(id), text(id, id, id)])
      for (const id of names) {
        expect(await provider.getSession({ scope, sessionId: id })).toMatchObject({ id, title: id })
        expect(await provider.getPart({ scope, sessionId: id, messageId: id, partId: id })).toMatchObject({
          data: { text: id },
        })
        expect(await allMessages(provider, id)).toMatchObject([{ id, parts: [{ id }] }])
      }
      const missing = names.map((id) => id.replaceAll("\\", "\\\\\\")).filter((id) => !names.includes(id))
      expect(missing).not.toEqual([])
      for (const id of missing) expect(await provider.getSession({ scope, sessionId: id }), id).toBeNull()
    })

    it("a file is found by exactly its path", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...names.map((path) => file(path, `of ${path}`))])
      for (const path of names) {
        expect(await allFiles(provider, "s", { path }), path).toMatchObject([{ path, content: `of ${path}` }])
      }
      await apply(
        provider,
        "s",
        names.map((path) => ({ type: "file.remove", path, version: 1 })),
      )
      expect(await allFiles(provider, "s")).toEqual([])
    })

    it("projects, their aliases and the parents of sessions are told apart by them", async () => {
      const { provider } = await context.open()
      for (const id of names) {
        await provider.putProject({ id: `project ${id}`, name: id, aliases: [`alias ${id}`], createdAt: 1 })
        await storeOf(provider, `project ${id}`).sessions.create({ id: `of ${id}` })
        await apply(provider, `child ${id}`, [create({ parentId: `of ${id}` })])
      }
      for (const id of names) {
        expect(await provider.getProject(`alias ${id}`)).toMatchObject({ id: `project ${id}`, name: id })
        const { sessions } = await storeOf(provider, `project ${id}`).sessions.list()
        expect(sessions.map((each) => each.id)).toEqual([`of ${id}`])
        const children = await provider.listSessions({ scope, state: "active", parentId: `of ${id}`, limit: 10 })
        expect(children.sessions.map((each) => each.id)).toEqual([`child ${id}`])
      }
    })

    it("a batch is recognised by exactly its id, and an author by exactly the name", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      for (const [index, id] of names.entries()) {
        expect(await apply(provider, "s", [message(`m${index}`)], { id })).toBe(index + 2)
      }
      for (const [index, id] of names.entries()) {
        expect(await apply(provider, "s", [message(`m${index}`)], { id })).toBe(index + 2)
      }
      for (const user of names) {
        await apply(provider, `by ${user}`, [create({ author: { user, host: user } }), remove])
      }
      for (const user of names) {
        const pruned = await provider.prune({ scope, deletedBefore: someTime + 1, user })
        expect(pruned.sessions, user).toEqual([`by ${user}`])
      }
    })

    it("a search finds the texts that have its characters as they stand, and no others", async (test) => {
      if (!context.suite.capabilities.search) test.skip("search is not claimed")
      const { provider } = await context.open()
      const texts = names.map((name, index) => text("m", `${index}`, `<${name}>`))
      await apply(provider, "s", [create({ title: "~" }), message("m"), ...texts])
      for (const words of names.flatMap((name) => [name, `<${name}>`])) {
        const { hits } = await provider.search({ scope, text: words, limit: 100 })
        const expected = names.flatMap((name, index) => (`<${name}>`.includes(words) ? [`${index}`] : []))
        expect(hits.map(({ partId }) => partId).sort(), words).toEqual(expected.sort())
      }
    })

    it("a search for characters that a database refuses finds what has them, or nothing, and does not fail", async (test) => {
      if (!context.suite.capabilities.search) test.skip("search is not claimed")
      const { provider } = await context.open()
      const odd = ["a\u0000b", "\u0000", "\u0001", "\ud83d", "\uffff", "\u202e"]
      const texts = odd.map((each, index) => text("m", `${index}`, `<${each}>`))
      await apply(provider, "s", [create({ title: "title \u0000 <" }), message("m"), ...texts])
      for (const words of odd) {
        const { hits } = await provider.search({ scope, text: `<${words}>`, limit: 100 })
        const expected = odd.flatMap((each, index) => (each === words ? [`${index}`] : []))
        expect(hits.map(({ partId }) => partId)).toEqual(expected)
      }
      const { hits } = await provider.search({ scope, text: "title \u0000", limit: 100 })
      expect(hits).toMatchObject([{ partId: null }])
    })
  })
}
