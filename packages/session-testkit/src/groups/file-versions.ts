import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allFiles } from "../support/read-everything.ts"
import { apply, create, file, scope } from "../support/samples.ts"

/**
 * The history of a file within a session.
 *
 * What a user loses: an earlier version of a file, on the day on which the agent has made it worse.
 */
export function describeFileVersions(context: KitContext): void {
  describe("file versions", () => {
    it("each write of a path is its next version, and the earlier ones stay", async () => {
      const { provider, store } = await context.open()
      await store.sessions.create({ id: "s" })
      for (const content of ["one", "two", "three"]) await store.files.write("s", "src/a.ts", content)
      const files = await allFiles(provider, "s")
      expect(files.map(({ version, content }) => [version, content])).toEqual([
        [1, "one"],
        [2, "two"],
        [3, "three"],
      ])
    })

    it("the writer is given the version that it wrote", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      await store.files.write("s", "a.ts", "one")
      expect(await store.files.write("s", "a.ts", "two", { at: 77 })).toEqual({
        ...{ sessionId: "s", path: "a.ts", version: 2, content: "two", createdAt: 77, revision: 3 },
      })
      expect(await store.files.write("s", "b.ts", "one")).toMatchObject({ path: "b.ts", version: 1, revision: 4 })
    })

    it("several writes of a path in one batch are several versions", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), file("a.ts", "one"), file("b.ts", "x"), file("a.ts", "two")])
      const files = await allFiles(provider, "s")
      expect(files.map(({ path, version, revision }) => [path, version, revision])).toEqual([
        ["a.ts", 1, 2],
        ["a.ts", 2, 4],
        ["b.ts", 1, 3],
      ])
    })

    it("writers of one path at once get a version each, and none is lost", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create()])
      const written = await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          storeOf(index % 2 === 0 ? provider : other).files.write("s", "a.ts", `${index}`),
        ),
      )
      expect(written.map(({ version }) => version).sort((left, right) => left - right)).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      )
      const files = await allFiles(provider, "s")
      for (const { version, content } of written) expect(files[version - 1]?.content).toBe(content)
    })

    it("a version that is put with its number is written there, as a copy needs it", async () => {
      const { provider } = await context.open()
      const put = (version: number, content: string) => ({ ...file("a.ts", content), version })
      await apply(provider, "s", [
        create(),
        put(3, "three"),
        put(1, "one"),
        put(3, "three again"),
        file("a.ts", "four"),
      ])
      const files = await allFiles(provider, "s")
      expect(files.map(({ version, content }) => [version, content])).toEqual([
        [1, "one"],
        [3, "three again"],
        [4, "four"],
      ])
    })

    it("a removed version is gone, and the others keep their numbers", async () => {
      const { provider, store } = await context.open()
      await apply(provider, "s", [create(), file("a.ts", "1"), file("a.ts", "2"), file("a.ts", "3")])
      await store.files.remove("s", "a.ts", 2)
      await store.files.remove("s", "a.ts", 2)
      expect((await allFiles(provider, "s")).map(({ version }) => version)).toEqual([1, 3])
      expect(await store.files.write("s", "a.ts", "4")).toMatchObject({ version: 4 })
    })

    it("one file's versions can be asked for alone", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), file("a.ts", "1"), file("a.tsx", "1"), file("a.ts", "2"), file("a", "1")])
      expect((await allFiles(provider, "s", { path: "a.ts" })).map(({ version }) => version)).toEqual([1, 2])
      expect(await allFiles(provider, "s", { path: "nobody.ts" })).toEqual([])
    })

    it("the files of a session are not those of another", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), file("a.ts", "mine")])
      await apply(provider, "t", [create(), file("a.ts", "yours")])
      expect(await allFiles(provider, "t")).toMatchObject([{ version: 1, content: "yours" }])
    })

    it("the files of a session that is not there are an error, not an empty list", async () => {
      const { provider } = await context.open()
      await expectError(provider.listFiles({ scope, sessionId: "nobody", limit: 1 }), "not_found")
    })

    it("an empty file is a version too", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), file("empty", "")])
      expect(await allFiles(provider, "s")).toMatchObject([{ content: "", version: 1 }])
    })
  })
}
