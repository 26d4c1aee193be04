import { createMemoryProvider } from "@opencode/session-core/memory"
import { type SessionProvider, SessionStorageError } from "@opencode/session-core/provider"
import fc from "fast-check"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { expectProperty } from "../support/expect-property.ts"
import { forgedCursors } from "../support/forged-cursors.ts"
import { type KitContext, storeOf } from "../support/kit-context.ts"
import { readPages } from "../support/read-everything.ts"
import {
  apply,
  create,
  everything,
  message,
  move,
  newSession,
  part,
  purge,
  remove,
  rename,
  restore,
  scope,
  text,
} from "../support/samples.ts"

/** The ids of the parts that a text is found in, newest first; `title` for a title. */
async function found(provider: SessionProvider, words: string): Promise<string[]> {
  const { hits } = await provider.search({ scope, text: words, limit: 100 })
  return hits.map(({ partId }) => partId ?? "title")
}

/**
 * Text is found: words and parts of words, in any script, and code.
 *
 * What a user loses: the session in which the answer was; or time, with hits that do not have the words.
 */
export function describeSearch(context: KitContext): void {
  /** A session with one part for each text, named by its number. */
  async function openWith(...texts: string[]) {
    const opened = await context.open()
    const parts = texts.map((words, index) => text("m", `${index}`, words))
    await apply(opened.provider, "s", [create({ title: "Untitled" }), message("m"), ...parts])
    return opened
  }

  describe.skipIf(!context.suite.capabilities.search, "search is not claimed")("search", () => {
    it("a word is found, also at the beginning and the end of the text", async () => {
      const { provider } = await openWith("needle in the hay", "hay and a needle", "only hay", "needle")
      expect(await found(provider, "needle")).toEqual(["3", "1", "0"])
    })

    it("a part of a word is found", async () => {
      const { provider } = await openWith("refactoring", "a factory", "fact", "act")
      expect(await found(provider, "fact")).toEqual(["2", "1", "0"])
      expect(await found(provider, "actor")).toEqual(["1", "0"])
    })

    it("letter case does not count", async () => {
      const { provider } = await openWith("The Parser", "PARSER", "parser", "ÜBER", "über", "ПРИВЕТ", "ΟΔΟΣ")
      expect(await found(provider, "pArSeR")).toEqual(["2", "1", "0"])
      expect(await found(provider, "über")).toEqual(["4", "3"])
      expect(await found(provider, "привет")).toEqual(["5"])
      expect(await found(provider, "οδοσ")).toEqual(["6"])
      expect(await found(provider, "οδος")).toEqual(["6"])
      expect(await found(provider, "ΟΣ")).toEqual(["6"])
    })

    it("accents do count, as the contract says nothing of leaving them out", async () => {
      const { provider } = await openWith("resume", "résumé")
      expect(await found(provider, "resume")).toEqual(["0"])
      expect(await found(provider, "résumé")).toEqual(["1"])
    })

    it("an accent is found however it is written: composed, as people type it, or decomposed, as a Mac lists its files", async () => {
      const texts = ["café crème", "É", "né", "파서를", "Å"].flatMap((each) => [
        each.normalize("NFC"),
        each.normalize("NFD"),
      ])
      const { provider } = await openWith(...texts)
      const wanted: [words: string, parts: string[]][] = [
        ["café", ["1", "0"]],
        ["É crè", ["1", "0"]],
        ["né", ["5", "4"]],
        ["파서", ["7", "6"]],
        ["å", ["9", "8"]],
      ]
      for (const [words, parts] of wanted) {
        expect(await found(provider, words.normalize("NFC"))).toEqual(parts)
        expect(await found(provider, words.normalize("NFD"))).toEqual(parts)
      }
      const { hits } = await provider.search({ scope, text: "café", limit: 100 })
      expect(hits.map(({ snippet, matches: [match] }) => snippet.slice(...(match ?? [])).normalize("NFC"))).toEqual([
        "café",
        "café",
      ])
    })

    it("one and two characters are found", async () => {
      const { provider } = await openWith("a", "go", "gopher", "x")
      expect(await found(provider, "go")).toEqual(["2", "1"])
      expect(await found(provider, "x")).toEqual(["3"])
      expect(await found(provider, "a")).toEqual(["0"])
    })

    it("Chinese, Japanese and Korean are found without spaces, also two characters", async () => {
      const { provider } = await openWith("修正解析器的错误", "エラーを修正する", "파서를 고치다", "其他")
      expect(await found(provider, "修正")).toEqual(["1", "0"])
      expect(await found(provider, "解析器")).toEqual(["0"])
      expect(await found(provider, "する")).toEqual(["1"])
      expect(await found(provider, "파서")).toEqual(["2"])
      expect(await found(provider, "他")).toEqual(["3"])
    })

    it("code is found as it is written", async () => {
      const { provider } = await openWith(
        "call foo.bar(x)",
        "foo bar",
        "a?.b ?? c",
        "std::vector<int>",
        "#include",
        "C:\\temp",
        "x->y",
        "$HOME/.config",
      )
      expect(await found(provider, "foo.bar(")).toEqual(["0"])
      expect(await found(provider, "?.")).toEqual(["2"])
      expect(await found(provider, "::vector<int>")).toEqual(["3"])
      expect(await found(provider, "C:\\")).toEqual(["5"])
      expect(await found(provider, "->")).toEqual(["6"])
      expect(await found(provider, "/.config")).toEqual(["7"])
    })

    it("every word must occur, in any order", async () => {
      const { provider } = await openWith("the parser fails", "fails: parser", "parser", "fails")
      expect(await found(provider, "parser fails")).toEqual(["1", "0"])
      expect(await found(provider, "fails   parser the")).toEqual(["0"])
      expect(await found(provider, "pa fa")).toEqual(["1", "0"])
    })

    it("what stands in double quotes is one word, with its spaces", async () => {
      const { provider } = await openWith("the parser fails", "fails the parser", "the  parser")
      expect(await found(provider, '"the parser"')).toEqual(["1", "0"])
      expect(await found(provider, '"parser fails" the')).toEqual(["0"])
    })

    it("percent, underscore, star and question mark are characters, not wildcards", async () => {
      const { provider } = await openWith("100% sure", "100 percent", "snake_case", "snakeXcase", "a*b", "axb")
      expect(await found(provider, "100%")).toEqual(["0"])
      expect(await found(provider, "%")).toEqual(["0"])
      expect(await found(provider, "e_c")).toEqual(["2"])
      expect(await found(provider, "_")).toEqual(["2"])
      expect(await found(provider, "a*b")).toEqual(["4"])
    })

    it("the words of a query language are words", async () => {
      const { provider } = await openWith("this AND that", "NEAR the end", "title: x OR y", "NOT now", "plain")
      expect(await found(provider, "AND")).toEqual(["0"])
      expect(await found(provider, "NEAR(")).toEqual([])
      expect(await found(provider, "NEAR")).toEqual(["1"])
      expect(await found(provider, "title:")).toEqual(["2"])
      expect(await found(provider, "NOT")).toEqual(["3"])
    })

    it.each([
      '"',
      '""',
      '"unclosed',
      "(",
      ")",
      "*",
      "^a",
      "a:b:c",
      "'",
      "';--",
      "{}",
      "[",
      "\\",
      "+a -b",
      "~",
      "NEAR(a b, 2)",
      "\u0000",
      "a\u0000b",
      "\ud800",
      "ﬁ",
      "\u202e",
    ])("no text makes the search fail: %j", async (_test, words) => {
      const { provider, store } = await openWith("anything", "a\u0000b", '"', "(*)")
      await provider.search({ scope, text: words, limit: 10 })
      await store.search(words).catch((error: unknown) => {
        // An application that asks for nothing, or for half a character, is told.
        if (!SessionStorageError.isInstance(error, "invalid_input")) throw error
      })
    })

    it("text with a NUL is found before and behind it", async () => {
      const { provider } = await openWith("before\u0000after", "other")
      for (const words of ["before", "after", "re\u0000af", "\u0000"])
        expect(await found(provider, words)).toEqual(["0"])
    })

    it("a title with a NUL is found before and behind it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: "before\u0000after" })])
      for (const words of ["before", "after", "re\u0000af"]) expect(await found(provider, words)).toEqual(["title"])
    })

    it("characters beyond the first plane and half surrogates do not get in the way", async () => {
      const { provider } = await openWith("a 𠮷 b", "👩‍👩‍👧‍👦 family", "broken \ud800 half")
      expect(await found(provider, "𠮷")).toEqual(["0"])
      expect(await found(provider, "👩‍👩‍👧‍👦")).toEqual(["1"])
      expect(await found(provider, "half")).toEqual(["2"])
      expect(await found(provider, "broken")).toEqual(["2"])
    })

    it("an application that searches for nothing is told so, instead of being given everything", async () => {
      const { store } = await openWith("anything")
      for (const words of ["", "   ", "\t\n", '"', '""', '" "']) await expectError(store.search(words), "invalid_input")
      await expectError(store.search("x".repeat(1001)), "too_large")
    })

    it("titles come first, then parts, newest first", async () => {
      const { provider } = await context.open()
      await apply(provider, "a", [create({ title: "needle one" }), message("m"), text("m", "old", "needle")])
      await apply(provider, "b", [create({ title: "needle two" }), message("m"), text("m", "new", "needle")])
      const { hits } = await provider.search({ scope, text: "needle", limit: 10 })
      expect(hits.map(({ session, partId }) => `${session.id} ${partId ?? "title"}`)).toEqual([
        "b title",
        "a title",
        "b new",
        "a old",
      ])
    })

    it("a hit says where it was found, and shows it", async () => {
      const { provider } = await context.open()
      const words = `${"long text before ".repeat(20)}the needle\n\nand ${"long text after ".repeat(20)}`
      await apply(provider, "s", [create({ title: "Mine" }), message("m"), text("m", "p", words)], {
        at: 1_800_000_000_000,
      })
      const { hits } = await provider.search({ scope, text: "NEEDLE the", limit: 10 })
      expect(hits).toMatchObject([
        {
          session: { id: "s", projectId: "app", title: "Mine", updatedAt: 1_800_000_000_000 },
          messageId: "m",
          partId: "p",
          partType: "text",
        },
      ])
      const [{ snippet = "", matches = [] } = {}] = hits
      expect(snippet.length).toBeLessThan(300)
      expect(snippet).toContain("the needle and long")
      expect(matches.map(([start, end]) => snippet.slice(start, end))).toContain("needle")
    })

    it("tool calls are found by name, input and output, files by name, subtasks by prompt", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [
        create(),
        message("m"),
        part("m", "tool", {
          type: "tool",
          data: {
            tool: "grep",
            callID: "1",
            state: { status: "completed", input: { deep: [{ pattern: "haystack" }] }, output: "match on line 7" },
          },
        }),
        part("m", "file", { type: "file", data: { mime: "text/plain", url: "data:,", filename: "diagram.png" } }),
        part("m", "subtask", {
          type: "subtask",
          data: { prompt: "investigate", agent: "general", description: "outline" },
        }),
        part("m", "unknown", { type: "hologram", data: { text: "investigate" } }),
      ])
      const samples = [
        ["grep", "tool"],
        ["haystack", "tool"],
        ["line 7", "tool"],
        ["diagram", "file"],
        ["investigate", "subtask"],
        ["outline", "subtask"],
      ]
      for (const [words = "", where] of samples) expect(await found(provider, words)).toEqual([where])
    })

    it("a part that was written again is found by its new text only", async () => {
      const { provider } = await openWith("first version")
      await apply(provider, "s", [text("m", "0", "second version")])
      expect(await found(provider, "first")).toEqual([])
      expect(await found(provider, "second")).toEqual(["0"])
      await apply(provider, "s", [text("m", "0", "")])
      expect(await found(provider, "version")).toEqual([])
    })

    it("a renamed session is found by its new title only", async () => {
      const { provider } = await openWith()
      await apply(provider, "s", [rename("Shiny name")])
      expect(await found(provider, "Untitled")).toEqual([])
      expect(await found(provider, "Shiny")).toEqual(["title"])
    })

    it("removed parts, removed messages and purged sessions are not found", async () => {
      const { provider } = await openWith("needle a", "needle b")
      await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "0" }])
      expect(await found(provider, "needle")).toEqual(["1"])
      await apply(provider, "s", [{ type: "message.remove", messageId: "m" }])
      expect(await found(provider, "needle")).toEqual([])
      await apply(provider, "s", [purge])
      expect(await found(provider, "Untitled")).toEqual([])
    })

    it("deleted sessions are not searched, archived and restored ones are", async () => {
      const { provider } = await openWith("needle")
      await apply(provider, "s", [remove])
      expect([await found(provider, "needle"), await found(provider, "Untitled")]).toEqual([[], []])
      await apply(provider, "s", [restore, { type: "session.update", fields: { archivedAt: 5 } }])
      expect([await found(provider, "needle"), await found(provider, "Untitled")]).toEqual([["0"], ["title"]])
    })

    it("the other handle's words are found too", async (test) => {
      const { provider, other } = await context.openTwice(test)
      await apply(provider, "s", [create(), message("m"), text("m", "p", "needle")])
      expect(await found(other, "needle")).toEqual(["p"])
      expect(await found(other, "ne")).toEqual(["p"])
    })

    it("hits come by pages: each once, titles and parts across the border of a page", async () => {
      const { provider } = await context.open()
      for (let index = 0; index < 4; index += 1) {
        await apply(provider, `s${index}`, [
          create({ title: `needle ${index}` }),
          message("m"),
          text("m", "p", "needle"),
          text("m", "q", "needle"),
        ])
      }
      const whole = (await provider.search({ scope, text: "needle", limit: 100 })).hits
      expect(whole).toHaveLength(12)
      for (const limit of [1, 3, 4, 5, 12]) {
        const hits = await readPages(async (cursor) => {
          const page = await provider.search({ scope, text: "needle", limit, ...cursor })
          expect(page.hits.length).toBeLessThanOrEqual(limit)
          return { items: page.hits, nextCursor: page.nextCursor }
        })
        expect(hits).toEqual(whole)
      }
    })

    it("a cursor of another search or another project is refused", async () => {
      const { provider } = await openWith("needle a", "needle b", "needle c")
      const { nextCursor } = await provider.search({ scope, text: "needle", limit: 1 })
      const cursor = nextCursor ?? ""
      await expectError(provider.search({ scope, text: "other", limit: 1, cursor }), "invalid_cursor")
      await expectError(provider.search({ scope: everything, text: "needle", limit: 1, cursor }), "invalid_cursor")
      await expectError(provider.search({ scope, text: "needle", limit: 1, cursor: "x" }), "invalid_cursor")
      for (const forged of forgedCursors(cursor)) {
        await expectError(provider.search({ scope, text: "needle", limit: 1, cursor: forged }), "invalid_cursor")
      }
    })

    it("parts that are written while somebody pages do not shift the pages", async () => {
      const { provider } = await openWith("needle a", "needle b", "needle c", "needle d")
      const first = await provider.search({ scope, text: "needle", limit: 2 })
      await apply(provider, "s", [text("m", "new", "needle e")])
      const second = await provider.search({ scope, text: "needle", limit: 2, cursor: first.nextCursor ?? "" })
      expect([...first.hits, ...second.hits].map(({ partId }) => partId)).toEqual(["3", "2", "1", "0"])
    })

    it("a part that is removed while somebody pages takes no other hit with it", async () => {
      const { provider } = await openWith("needle a", "needle b", "needle c", "needle d")
      const first = await provider.search({ scope, text: "needle", limit: 2 })
      await apply(provider, "s", [{ type: "part.remove", messageId: "m", partId: "2" }])
      const second = await provider.search({ scope, text: "needle", limit: 2, cursor: first.nextCursor ?? "" })
      expect([...first.hits, ...second.hits].map(({ partId }) => partId)).toEqual(["3", "2", "1", "0"])
    })

    it("the words of a batch that was refused are not found, and those that it would have replaced are", async () => {
      const { provider } = await openWith("needle")
      const changes = [rename("Thimble"), text("m", "0", "thimble"), text("m", "new", "thimble")]
      await expectError(apply(provider, "s", [...changes, text("missing", "p", "x")]), "not_found")
      await expectError(apply(provider, "s", changes, { expectedRevision: 1 }), "conflict")
      expect(await found(provider, "thimble")).toEqual([])
      expect(await found(provider, "needle")).toEqual(["0"])
      expect(await found(provider, "Untitled")).toEqual(["title"])
    })

    it("a session that moved is found in its new project, and in the old one no more", async () => {
      const { provider } = await openWith("needle")
      await apply(provider, "s", [move("there")])
      const hitsIn = async (projectId: string, words: string) =>
        (await provider.search({ scope: { projectId }, text: words, limit: 10 })).hits.length
      for (const words of ["needle", "ne", "Untitled"]) {
        expect([await hitsIn("app", words), await hitsIn("there", words)], words).toEqual([0, 1])
      }
    })

    it("what a purged session held is not found in a later session of its id", async () => {
      const { provider } = await openWith("needle")
      await apply(provider, "s", [purge])
      await apply(provider, "s", [create({ title: "Other" }), message("m"), text("m", "0", "thimble")])
      expect([await found(provider, "needle"), await found(provider, "Untitled")]).toEqual([[], []])
      expect(await found(provider, "thimble")).toEqual(["0"])
    })

    it("a title that is put again by a copy is found, and the old one is not", async () => {
      const { provider } = await openWith("words")
      await apply(provider, "s", [{ type: "session.put", session: newSession({ title: "Replaced" }) }])
      expect([await found(provider, "Replaced"), await found(provider, "Untitled")]).toEqual([["title"], []])
    })

    it("a word deep inside a megabyte of text is found", async () => {
      const { provider } = await openWith(`${"filler words ".repeat(80_000)}needle${" more".repeat(1000)}`, "x")
      expect(await found(provider, "needle")).toEqual(["0"])
    })

    it("whatever the text and the words, it finds what the memory provider finds", async () => {
      const { provider } = await context.open()
      const model = createMemoryProvider()
      const unit = fc.constantFrom(..."aAbBcß İıK%_\"'(*.-:^😀修正ΣσςÉé\u0301", "\u0000", "  ", "\n", "AND")
      const words = fc.string({ unit, minLength: 1, maxLength: 12 })
      let count = 0
      const both = [provider, model]
      for (const each of both) await apply(each, "s", [create({ title: "x" }), message("m")])
      await expectProperty(
        context,
        fc.asyncProperty(
          words,
          words,
          fc.array(fc.string({ unit, minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
          async (content, title, searches) => {
            count += 1
            for (const each of both) await apply(each, "s", [text("m", `p${count}`, content), rename(title)])
            for (const search of searches) {
              expect(await found(provider, search), JSON.stringify(search)).toEqual(await found(model, search))
            }
          },
        ),
        100,
      )
    })

    it("an application searches within its own project only", async () => {
      const { provider } = await openWith("needle")
      expect((await storeOf(provider, "other").search("needle")).hits).toEqual([])
      expect((await storeOf(provider, "other").allProjects().search("needle")).hits).toHaveLength(1)
    })
  })
}
