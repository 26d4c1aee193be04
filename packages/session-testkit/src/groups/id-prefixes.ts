import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, everything, move, purge, remove, scope, someTime } from "../support/samples.ts"

/**
 * Sessions are found by the beginning of their ids.
 *
 * What a user loses: the session that the first letters of its id name, or another one in its place.
 */
export function describeIdPrefixes(context: KitContext): void {
  async function openWith(ids: readonly string[]) {
    const opened = await context.open()
    for (const id of ids) await apply(opened.provider, id, [create({ title: `Session ${id}` })])
    const find = async (idPrefix: string, limit = 100) =>
      (await opened.provider.findSessions({ scope, idPrefix, limit })).map(({ id }) => id)
    return { ...opened, find }
  }

  describe("sessions by the beginning of their ids", () => {
    it("every session whose id begins like that is found, by the bytes of its id, and no other", async () => {
      const { find } = await openWith(["ses_02", "ses_01b", "ses_01", "ses_0", "ses_01a", "ses", "t"])
      expect(await find("ses_01")).toEqual(["ses_01", "ses_01a", "ses_01b"])
      expect(await find("ses_02")).toEqual(["ses_02"])
      expect(await find("ses_03")).toEqual([])
      expect(await find("es_01")).toEqual([])
    })

    it("the beginning of an id is compared byte by byte: case, accents and blanks count", async () => {
      const { find } = await openWith(["ses_ab", "ses_aB", "ses_Ab", "ses_\u00e4b", "ses_a", "ses_a "])
      expect(await find("ses_a")).toEqual(["ses_a", "ses_a ", "ses_aB", "ses_ab"])
      expect(await find("ses_A")).toEqual(["ses_Ab"])
      expect(await find("ses_a ")).toEqual(["ses_a "])
      expect(await find("SES_")).toEqual([])
    })

    it("wildcards of databases and their escapes are characters as any other", async () => {
      const ids = ["a%c", "a_c", "abc", "a*c", "a?c", "a[b]c", "a\\c", "a'c", 'a"c', "a\\%c"]
      const { find } = await openWith(ids)
      for (const wildcard of ["%", "_", "*", "?", "[b]", "'", '"', "\\%"]) {
        expect(await find(`a${wildcard}`)).toEqual([`a${wildcard}c`])
      }
      expect(await find("a\\")).toEqual(["a\\%c", "a\\c"])
    })

    it("ids beyond ASCII are found, up to the last character of all", async () => {
      const last = "\u{10ffff}"
      const { find } = await openWith([
        "x\ud7ff",
        "x\ue000",
        "x\uffee",
        "x\u{10000}",
        `x${last}`,
        `x${last}${last}`,
        "y",
      ])
      expect(await find("x\ud7ff")).toEqual(["x\ud7ff"])
      expect(await find("x\uffee")).toEqual(["x\uffee"])
      expect(await find(`x${last}`)).toEqual([`x${last}`, `x${last}${last}`])
      expect(await find("x")).toHaveLength(6)
      expect(await find(last)).toEqual([])
    })

    it("at most as many as asked for are returned, the first ones", async () => {
      const { find } = await openWith(["a3", "a1", "a4", "a2", "b"])
      expect(await find("a", 1)).toEqual(["a1"])
      expect(await find("a", 3)).toEqual(["a1", "a2", "a3"])
      expect(await find("a", 4)).toHaveLength(4)
    })

    it("another project's sessions are not found, and those of all projects when asked", async () => {
      const { provider, find } = await openWith(["s1", "s3"])
      await apply(provider, "s2", [create({ projectId: "theirs" })])
      await apply(provider, "s4", [create()])
      await apply(provider, "s4", [move("theirs")])
      expect(await find("s")).toEqual(["s1", "s3"])
      expect(await find("s2")).toEqual([])
      const all = await provider.findSessions({ scope: everything, idPrefix: "s", limit: 10 })
      expect(all.map(({ id, projectId }) => [id, projectId])).toEqual([
        ["s1", "app"],
        ["s2", "theirs"],
        ["s3", "app"],
        ["s4", "theirs"],
      ])
    })

    it("archived sessions are found, deleted ones when asked, purged ones never", async () => {
      const { provider, find } = await openWith(["s1", "s2", "s3", "s4"])
      await apply(provider, "s2", [{ type: "session.update", fields: { archivedAt: someTime } }])
      await apply(provider, "s3", [remove], { at: someTime + 5 })
      await apply(provider, "s4", [purge])
      expect(await find("s")).toEqual(["s1", "s2"])
      const found = await provider.findSessions({ scope, idPrefix: "s", includeDeleted: true, limit: 10 })
      expect(found).toEqual([
        { id: "s1", projectId: "app", title: "Session s1", updatedAt: someTime, deletedAt: null },
        { id: "s2", projectId: "app", title: "Session s2", updatedAt: someTime, deletedAt: null },
        { id: "s3", projectId: "app", title: "Session s3", updatedAt: someTime + 5, deletedAt: someTime + 5 },
      ])
    })

    it("an application that gives no beginning, or one that no id can have, is told", async () => {
      const { store } = await context.open()
      for (const wrong of ["", "a\n"]) await expectError(store.sessions.find(wrong), "invalid_input")
      await expectError(store.sessions.find("x".repeat(192)), "too_large")
      for (const limit of [0, 1001, 1.5]) await expectError(store.sessions.find("a", { limit }), "invalid_input")
    })
  })
}
