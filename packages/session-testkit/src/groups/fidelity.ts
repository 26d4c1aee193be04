import type { JsonObject, SessionProvider } from "@opencode/session-core/provider"
import fc from "fast-check"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectProperty } from "../support/expect-property.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { allChanges, allFiles, allMessages, readEverything } from "../support/read-everything.ts"
import { apply, create, file, message, newSession, part, scope, text } from "../support/samples.ts"

const strings: [string, string][] = [
  ["4-byte UTF-8", "👩‍👩‍👧‍👦 𝒳 🏴‍☠️ 𠮷"],
  ["combining marks, which are not composed", "e\u0301 vs \u00e9, n\u0303, \u1100\u1161"],
  ["NUL", "before\u0000after\u0000"],
  ["half of a surrogate pair", "\ud83d broken \udc00 \ud800\ud800"],
  ["trailing and leading blanks", "  text \t\r\n "],
  ["only blanks", "   "],
  ["nothing", ""],
  ["control characters and separators", "\u0001\u0008\u001b[31m\u007f\u0085\u2028\u2029\ufeff\uffff"],
  ["quotes, backslashes and SQL", `"'\`\\ \\n \\u0000 %_?:$1 @x; DROP TABLE session; --`],
  ["right-to-left and bidirectional marks", "שלום \u202eabc\u202c العربية"],
  ["text that looks like JSON", `{"a": [1, 2, "\\ud800"]}`],
  ["text that looks like a number or null", "00012345678901234567890.10"],
]

/** A part's data as it comes back. */
async function roundTrip(provider: SessionProvider, data: JsonObject): Promise<JsonObject | undefined> {
  await apply(provider, "s", [part("m", "p", { data })])
  const [only] = await allMessages(provider, "s")
  return only?.parts[0]?.data
}

/** Adds something to every object and list that can be reached from a value. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null) return
  for (const each of Object.values(value)) spoil(each)
  if (Array.isArray(value)) value.push("spoilt")
  else Object.assign(value, { spoilt: true })
}

/**
 * Values come back deeply equal.
 *
 * What a user loses: the last character of a file, the fraction of a number, or one of two sessions whose ids differ only in
 * case.
 */
export function describeFidelity(context: KitContext): void {
  describe("invariant 8: values come back as they were", () => {
    it.each(strings)("a part keeps %s, as value and as key", async (_test, _name, value) => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const data = { text: value, [`key ${value}`]: [value, { deep: value }] }
      expect(await roundTrip(provider, data)).toStrictEqual(data)
    })

    it.each(strings.filter(([, value]) => value.isWellFormed() && !value.includes("\u0000")))(
      "titles, folders, roles, agents, authors and file contents keep %s",
      async (_test, _name, value) => {
        const { provider } = await context.open()
        const session = { title: value, directory: value, agent: value, author: { user: value, host: value } }
        const fields = { agent: value, author: { user: value, host: value } }
        await apply(provider, "s", [create(session), message("m", fields), file("a.ts", value)])
        expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject(session)
        expect(await allMessages(provider, "s")).toMatchObject([fields])
        expect(await allFiles(provider, "s")).toMatchObject([{ content: value }])
      },
    )

    it("a NUL in a title or a file does not cut off what follows", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: "a\u0000b" }), file("a.bin", "\u0000x\u0000")])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ title: "a\u0000b" })
      expect(await allFiles(provider, "s")).toMatchObject([{ content: "\u0000x\u0000" }])
    })

    it("a NUL in a folder, an agent, an author or a project's name is kept, too: who wrote it must not be refused", async () => {
      const { provider } = await context.open()
      const odd = "a\u0000b\u0001\u0001c"
      const session = { directory: odd, agent: odd, author: { user: odd, host: odd } }
      const fields = { agent: odd, author: { user: odd, host: odd } }
      await apply(provider, "s", [create(session), message("m", fields)])
      await provider.putProject({ id: "named", name: odd, aliases: [], createdAt: 1 })
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject(session)
      expect(await allMessages(provider, "s")).toMatchObject([fields])
      expect(await provider.getProject("named")).toMatchObject({ name: odd })
    })

    it("metadata, errors, models and to-dos keep odd strings and odd keys", async () => {
      const { provider } = await context.open()
      const json = Object.fromEntries(strings.map(([name, value]) => [`${name} ${value}`, value]))
      const session = {
        metadata: json,
        model: { providerId: "p", modelId: "m", json },
        todos: [{ content: "\ud800", status: "", json }],
      }
      await apply(provider, "s", [create(session), message("m", { metadata: json, error: json, model: session.model })])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject(session)
      expect(await allMessages(provider, "s")).toMatchObject([{ metadata: json, error: json, model: session.model }])
    })

    it("keys such as __proto__ and constructor are data like any other", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const data: JsonObject = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2, "toString": "x", "": 0}')
      expect(JSON.stringify(await roundTrip(provider, data))).toBe(JSON.stringify(data))
    })

    it("numbers are those of JSON: none goes through a shorter type", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const numbers = [
        0,
        0.1,
        1 / 3,
        1e21,
        1.7976931348623157e308,
        5e-324,
        9007199254740991,
        -9007199254740991,
        1e-7,
        123456789.12345679,
      ]
      expect(await roundTrip(provider, { numbers })).toStrictEqual({ numbers })
    })

    it("null, false, 0, empty lists and empty objects stay what they are", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const data = { a: null, b: false, c: 0, d: "", e: [], f: {}, g: [null, [], {}] }
      expect(await roundTrip(provider, data)).toStrictEqual(data)
    })

    it("the order of keys is kept, so that what is shown does not jump about", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const data = { zebra: 1, apple: { z: 1, a: 2 }, mango: 3, "2": 4, "10": 5 }
      expect(JSON.stringify(await roundTrip(provider, data))).toBe(JSON.stringify(data))
    })

    it("a type of part and a role that nobody knows yet come back as they were", async () => {
      const { provider } = await context.open()
      const data = { invented: { in: 2031 } }
      await apply(provider, "s", [
        create(),
        message("m", { role: "moderator" }),
        part("m", "p", { type: "hologram", data }),
      ])
      expect(await allMessages(provider, "s")).toMatchObject([
        { role: "moderator", parts: [{ type: "hologram", data }] },
      ])
    })

    it("what an application goes on to change in what it has sent does not change what is stored", async () => {
      const { provider } = await context.open()
      const nested = () => ({ list: ["stored"] })
      const [session, todos, metadata, data, error] = [
        { metadata: nested() },
        [{ content: "c", status: "s", json: nested() }],
        nested(),
        nested(),
        nested(),
      ]
      await apply(provider, "s", [create(session), message("m", { metadata, error }), part("m", "p", { data })])
      await apply(provider, "s", [{ type: "session.update", fields: { todos } }])
      await apply(provider, "t", [{ type: "session.put", session: newSession(session) }])
      await apply(provider, "t", [{ type: "session.put", session: newSession(session) }])
      const aliases = ["stored"]
      await provider.putProject({ id: "p", name: "P", aliases, createdAt: 1 })
      const before = await readEverything(provider)
      const copy = structuredClone(before)
      for (const each of [session.metadata, todos[0]?.json, metadata, data, error]) each?.list.push("changed")
      aliases.push("changed")
      expect(await readEverything(provider)).toEqual(copy)
    })

    it("what an application changes in what it was given does not change what is stored", async () => {
      const { provider } = await context.open()
      const metadata = { list: ["stored"] }
      await apply(provider, "s", [create({ metadata }), message("m", { metadata }), part("m", "p", { data: metadata })])
      await apply(provider, "s", [file("a.ts", "x")])
      await provider.putProject({ id: "app", name: "App", aliases: ["old"], createdAt: 1 })
      const given = await readEverything(provider)
      const read = [given, await provider.getSession({ scope, sessionId: "s" }), await provider.getProject("app")]
      const before = structuredClone(read)
      for (const each of read) spoil(each)
      expect(read).not.toEqual(before)
      expect([
        await readEverything(provider),
        await provider.getSession({ scope, sessionId: "s" }),
        await provider.getProject("app"),
      ]).toEqual(before)
    })

    it("an empty part's data is an empty object", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      expect(await roundTrip(provider, {})).toStrictEqual({})
    })

    it("every field of a message comes back, null where there is nothing", async () => {
      const { provider } = await context.open()
      const usage = { input: 1, output: 2, reasoning: 3, cacheRead: 4, cacheWrite: 5, cost: 0.75 }
      const full = {
        ...{ role: "assistant", parentId: "a", agent: "build", model: { providerId: "p", modelId: "m" }, usage },
        ...{ error: { name: "Aborted" }, author: { user: "bob", host: "box" }, metadata: { a: 1 } },
        ...{ createdAt: 1, updatedAt: 2, completedAt: 3 },
      }
      const empty = {
        parentId: null,
        agent: null,
        model: null,
        usage: null,
        error: null,
        author: null,
        completedAt: null,
      }
      await apply(provider, "s", [create(), message("full", full), message("empty", empty)])
      const [first, second] = await allMessages(provider, "s")
      expect(first).toStrictEqual({ id: "full", sessionId: "s", ...full, position: 2, revision: 2, parts: [] })
      expect(second).toMatchObject(empty)
    })

    it("every field of a session comes back", async () => {
      const { provider } = await context.open()
      const { projectId, ...fields } = newSession({
        parentId: "p",
        agent: "a",
        archivedAt: 4,
        createdAt: 3,
        titleSource: "user",
        marks: [
          { type: "tag", tag: " ünï ", user: "ann" },
          { type: "pin", user: null },
        ],
      })
      await apply(provider, "s", [create(fields)], { at: 5 })
      expect(await provider.getSession({ scope, sessionId: "s" })).toStrictEqual({
        ...{ id: "s", projectId, ...fields },
        usage: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
        ...{ messageCount: 0, revision: 1, updatedAt: 5 },
      })
    })

    it("a session reads as its creation returned it, also where one with its id was purged", async () => {
      const { provider, store } = await context.open()
      const given = {
        todos: [{ content: "a", status: "pending" }],
        metadata: { none: undefined, list: [{ deep: -0 }] },
      }
      for (const model of [{ providerId: "p", modelId: "m" }, null]) {
        const created = await store.sessions.create({ id: "s", title: "T", parentId: "p", agent: "a", model, ...given })
        expect(await provider.getSession({ scope, sessionId: "s" })).toStrictEqual(created)
        await store.sessions.purge("s")
      }
      spoil(given)
      const created = await store.sessions.create()
      spoil(created)
      expect(await provider.getSession({ scope, sessionId: created.id })).toMatchObject({ todos: [], metadata: {} })
    })

    it("times from 1970 to the far future come back to the millisecond", async () => {
      const { provider } = await context.open()
      const times = { createdAt: 0, updatedAt: 8_640_000_000_000_000, completedAt: 1_700_000_000_123 }
      await apply(provider, "s", [create({ createdAt: 0 }), message("m", times)], { at: 0 })
      expect(await allMessages(provider, "s")).toMatchObject([times])
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ createdAt: 0, updatedAt: 0 })
    })

    it("errors that are no objects come back: a string, a number, false, a list", async () => {
      const { provider } = await context.open()
      const errors = ["it broke", 0, false, ["a"], ""]
      await apply(provider, "s", [create(), ...errors.map((error, index) => message(`m${index}`, { error }))])
      expect((await allMessages(provider, "s")).map(({ error }) => error)).toEqual(errors)
    })

    it("any JSON that one can think of comes back, from lists and from the feed", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), message("m")])
      const unit = fc.oneof(
        fc.constantFrom("\u0000", "\ud800", "\udfff", "e\u0301", " ", '"', "\\", "𠮷"),
        fc.string({ unit: "binary", maxLength: 1 }),
      )
      const string = fc.string({ unit, maxLength: 8 })
      const value = fc.jsonValue({ maxDepth: 3 })
      const object = fc.dictionary(string, fc.oneof(string, value), { maxKeys: 5 })
      let revision = 2
      await expectProperty(
        context,
        fc.asyncProperty(object, async (generated) => {
          // What JSON itself changes (-0) is not the provider's to keep.
          const data: JsonObject = JSON.parse(JSON.stringify(generated))
          expect(await roundTrip(provider, data)).toStrictEqual(data)
          const [change] = await allChanges(provider, "s", { since: revision })
          revision += 1
          expect(change).toMatchObject({ type: "part", part: { data } })
        }),
        60,
      )
    })

    const ids = [
      "id",
      "ID",
      "Id",
      "íd",
      "i\u0301d",
      "id ",
      "id  ",
      " id",
      "ｉｄ",
      "iD",
      "ıd",
      "ß",
      "ss",
      "SS",
      "𠮷",
      "%",
      "_",
      "id\u00a0",
    ]

    it("session ids that differ in case, accents, width or trailing blanks are different sessions", async () => {
      const { provider } = await context.open()
      for (const id of ids) await apply(provider, id, [create({ title: id })])
      for (const id of ids) expect(await provider.getSession({ scope, sessionId: id })).toMatchObject({ id, title: id })
      const listed = await provider.listSessions({ scope, state: "active", limit: 100 })
      expect(listed.sessions.map(({ id }) => id).sort()).toEqual([...ids].sort())
    })

    it("message and part ids that differ only so are different messages and parts", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [
        create(),
        ...ids.flatMap((id) => [message(id), ...ids.map((each) => text(id, each, id + each))]),
      ])
      const messages = await allMessages(provider, "s")
      expect(messages.map(({ id }) => id)).toEqual(ids)
      for (const { id, parts } of messages)
        expect(parts.map(({ data }) => data.text)).toEqual(ids.map((each) => id + each))
    })

    it("project ids that differ only so are different projects", async () => {
      const { provider } = await context.open()
      for (const id of ids) await storeOf(provider, id).sessions.create({ id: `of ${id}` })
      for (const id of ids) {
        const { sessions } = await storeOf(provider, id).sessions.list()
        expect(sessions.map((each) => each.id)).toEqual([`of ${id}`])
      }
      expect(await provider.listProjects()).toHaveLength(ids.length)
    })

    it("file paths that differ only so are different files", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create(), ...ids.map((path) => file(path, path))])
      const files = await allFiles(provider, "s")
      expect(files.map(({ path, version, content }) => [path, version, content]).sort()).toEqual(
        ids.map((path) => [path, 1, path]).sort(),
      )
    })
  })
}
