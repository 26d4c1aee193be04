import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { type Fault, FaultyProvider } from "../support/faulty-provider.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allMessages } from "../support/read-everything.ts"
import { message, rename, text } from "../support/samples.ts"

/**
 * A caller that lost a receipt names its batch and calls again: it gets what is stored.
 *
 * What a user loses: a session or a message that is there twice, or the ids of one that never was.
 */
export function describeSendingAgain(context: KitContext): void {
  /** A store over a network that does to each write what `faultOf` says. */
  async function openFaulty(faultOf: (index: number) => Fault) {
    const opened = await context.open()
    const network = new FaultyProvider(opened.provider, (_, index) => faultOf(index))
    return { ...opened, store: storeOf(network.provider) }
  }

  const failureOf = (call: Promise<unknown>): Promise<unknown> =>
    call.then(
      () => undefined,
      (error: unknown) => error,
    )

  const words = (...texts: string[]) => ({
    role: "user" as const,
    parts: texts.map((each) => ({ type: "text" as const, text: each })),
  })

  describe("invariant 5: calling again with the same batchId", () => {
    it("a message that is appended again has the ids that are stored, also from another process", async (test) => {
      const { provider, store, other } = await context.openTwice(test)
      await store.sessions.create({ id: "s" })
      const first = await store.messages.append("s", words("a", "b"), { batchId: "mine" })
      expect(await store.messages.append("s", words("a", "b"), { batchId: "mine" })).toEqual(first)
      expect(await storeOf(other).messages.append("s", words("a", "b"), { batchId: "mine" })).toEqual(first)
      const [stored, ...others] = await allMessages(provider, "s")
      expect(others).toEqual([])
      expect({ id: stored?.id, partIds: stored?.parts.map(({ id }) => id) }).toEqual({
        ...{ id: first.id, partIds: first.partIds },
      })
    })

    it("the first sending counts: what the second holds is neither stored nor named in its receipt", async () => {
      const { provider, store } = await context.open()
      await store.sessions.create({ id: "s" })
      const first = await store.messages.append("s", words("a", "b"), { batchId: "mine" })
      expect(await store.messages.append("s", words("x", "y", "z"), { batchId: "mine" })).toEqual(first)
      expect(await store.messages.append("s", words("x"), { batchId: "mine" })).toEqual(first)
      const messages = await allMessages(provider, "s")
      expect(messages.map(({ parts }) => parts.map(({ data }) => data.text))).toEqual([["a", "b"]])
    })

    it("a message that is not there is not named: one that was removed since, or that another sending had", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      await store.messages.append("s", { ...words("a"), id: "m" }, { batchId: "mine" })
      await expectError(store.messages.append("s", { ...words("a"), id: "n" }, { batchId: "mine" }), "not_found")
      await store.messages.remove("s", "m")
      await expectError(store.messages.append("s", { ...words("a"), id: "m" }, { batchId: "mine" }), "not_found")
      expect(await store.sessions.require("s")).toMatchObject({ messageCount: 0 })
    })

    it("other batches and other sessions have other ids", async () => {
      const { store } = await context.open()
      for (const id of ["s", "t"]) await store.sessions.create({ id })
      const ids = [
        await store.messages.append("s", words("a"), { batchId: "mine" }),
        await store.messages.append("s", words("a"), { batchId: "another" }),
        await store.messages.append("t", words("a"), { batchId: "mine" }),
        await store.messages.append("s", words("a")),
      ].map(({ id }) => id)
      expect(new Set(ids).size).toBe(4)
      expect(await store.sessions.require("s")).toMatchObject({ messageCount: 3 })
    })

    it("a session that is created again is the one that is stored, as it is now", async () => {
      const { store } = await context.open()
      const first = await store.sessions.create({ title: "A", batchId: "mine" })
      await store.sessions.rename(first.id, "Renamed")
      expect(await store.sessions.create({ title: "B", batchId: "mine" })).toMatchObject({
        ...{ id: first.id, title: "Renamed", revision: 2 },
      })
      await store.sessions.delete(first.id)
      expect(await store.sessions.create({ title: "A", batchId: "mine" })).toMatchObject({ id: first.id })
      expect((await store.sessions.create({ title: "A", batchId: "another" })).id).not.toBe(first.id)
      expect((await store.sessions.list()).sessions).toHaveLength(1)
    })

    it("a version of a file that is written again is the one that is stored", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      const first = await store.files.write("s", "a.ts", "let a", { batchId: "mine" })
      await store.files.write("s", "a.ts", "let b")
      expect(await store.files.write("s", "a.ts", "let c", { batchId: "mine" })).toEqual(first)
      const { files } = await store.files.list("s")
      expect(files.map(({ content }) => content)).toEqual(["let a", "let b"])
    })

    it("a fork that was interrupted goes on, and one that was whole is given as it is", async () => {
      // Of the first attempt the creation is lost, of the second the copy, of the third the end.
      const { provider, store } = await openFaulty((index) => ([2, 4, 7].includes(index) ? { lost: "after" } : {}))
      await store.sessions.create({ id: "s" })
      await store.apply("s", [message("m"), text("m", "p", "x"), message("n")])
      const fork = () => store.sessions.fork("s", { batchId: "mine" })
      let made: Awaited<ReturnType<typeof fork>> | undefined
      for (let tries = 0; made === undefined && tries < 10; tries += 1) made = await fork().catch(() => undefined)
      const id = made?.id ?? ""
      expect((await store.sessions.list()).sessions.map((session) => session.id).sort()).toEqual([id, "s"].sort())
      const messages = await allMessages(provider, id)
      expect(messages.map(({ parts }) => parts.length)).toEqual([1, 0])
      await provider.apply({
        ...{ id: "later", scope: { projectId: "app" }, sessionId: "s", at: 1 },
        changes: [message("later")],
      })
      expect(await fork()).toMatchObject({ id, messageCount: 2 })
      expect((await store.sessions.fork("s")).id).not.toBe(id)
    })
  })

  describe("an error of a write says what became of it", () => {
    it("a receipt that was lost leaves it unknown, and calling again stores it once", async () => {
      const { provider, store } = await openFaulty((index) => (index === 1 ? { lost: "after" } : {}))
      await store.sessions.create({ id: "s" })
      const append = () => store.messages.append("s", words("a"), { batchId: "mine" })
      expect(await failureOf(append())).toMatchObject({ code: "unavailable", outcome: "unknown" })
      const { id } = await append()
      expect((await allMessages(provider, "s")).map((each) => each.id)).toEqual([id])
    })

    it("what was refused is not written", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      // One after the other: a call that fails while another is awaited would be an unhandled rejection.
      const refused: (() => Promise<unknown>)[] = [
        () => store.sessions.rename("s", "x", { expectedRevision: 7 }),
        () => store.sessions.create({ id: "s" }),
        () => store.apply("s", [text("nothing", "p", "x")]),
        () => store.apply("nobody", [rename("x")]),
        () => store.messages.append("s", { role: "user", id: "" }),
      ]
      for (const call of refused) expect(await failureOf(call())).toMatchObject({ outcome: "not_written" })
      expect(await store.sessions.require("s")).toMatchObject({ revision: 1 })
    })

    it("an error of a read says nothing of a write", async () => {
      const { store } = await context.open()
      const error = await expectError(store.sessions.require("nobody"), "not_found")
      expect(error.outcome).toBe(undefined)
    })
  })
}
