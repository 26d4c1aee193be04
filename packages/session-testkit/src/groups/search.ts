import { createMemoryProvider } from "@opencode/session-core/memory"
import { SessionStorageError } from "@opencode/session-core/provider"
import fc from "fast-check"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectProperty } from "../support/expect-property.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, message, part, rename, scope, text } from "../support/samples.ts"

import { found, openWith } from "../support/searching.ts"

/**
 * Text is found: words and parts of words, in any script, and code.
 *
 * What a user loses: the session in which the answer was; or time, with hits that do not have the words.
 */
export function describeSearch(context: KitContext): void {
  describe.skipIf(!context.suite.capabilities.search, "search is not claimed")("search", () => {
    it("a word is found, also at the beginning and the end of the text", async () => {
      const { provider } = await openWith(context, "needle in the hay", "hay and a needle", "only hay", "needle")
      expect(await found(provider, "needle")).toEqual(["3", "1", "0"])
    })

    it("a part of a word is found", async () => {
      const { provider } = await openWith(context, "refactoring", "a factory", "fact", "act")
      expect(await found(provider, "fact")).toEqual(["2", "1", "0"])
      expect(await found(provider, "actor")).toEqual(["1", "0"])
    })

    it("letter case does not count", async () => {
      const { provider } = await openWith(context, "The Parser", "PARSER", "parser", "ÜBER", "über", "ПРИВЕТ", "ΟΔΟΣ")
      expect(await found(provider, "pArSeR")).toEqual(["2", "1", "0"])
      expect(await found(provider, "über")).toEqual(["4", "3"])
      expect(await found(provider, "привет")).toEqual(["5"])
      expect(await found(provider, "οδοσ")).toEqual(["6"])
      expect(await found(provider, "οδος")).toEqual(["6"])
      expect(await found(provider, "ΟΣ")).toEqual(["6"])
    })

    it("accents do count, as the contract says nothing of leaving them out", async () => {
      const { provider } = await openWith(context, "resume", "résumé")
      expect(await found(provider, "resume")).toEqual(["0"])
      expect(await found(provider, "résumé")).toEqual(["1"])
    })

    it("an accent is found however it is written: composed, as people type it, or decomposed, as a Mac lists its files", async () => {
      const texts = ["café crème", "É", "né", "파서를", "Å"].flatMap((each) => [
        each.normalize("NFC"),
        each.normalize("NFD"),
      ])
      const { provider } = await openWith(context, ...texts)
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
      const { provider } = await openWith(context, "a", "go", "gopher", "x")
      expect(await found(provider, "go")).toEqual(["2", "1"])
      expect(await found(provider, "x")).toEqual(["3"])
      expect(await found(provider, "a")).toEqual(["0"])
    })

    it("Chinese, Japanese and Korean are found without spaces, also two characters", async () => {
      const { provider } = await openWith(context, "修正解析器的错误", "エラーを修正する", "파서를 고치다", "其他")
      expect(await found(provider, "修正")).toEqual(["1", "0"])
      expect(await found(provider, "解析器")).toEqual(["0"])
      expect(await found(provider, "する")).toEqual(["1"])
      expect(await found(provider, "파서")).toEqual(["2"])
      expect(await found(provider, "他")).toEqual(["3"])
    })

    it("code is found as it is written", async () => {
      const { provider } = await openWith(
        context,
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
      const { provider } = await openWith(context, "the parser fails", "fails: parser", "parser", "fails")
      expect(await found(provider, "parser fails")).toEqual(["1", "0"])
      expect(await found(provider, "fails   parser the")).toEqual(["0"])
      expect(await found(provider, "pa fa")).toEqual(["1", "0"])
    })

    it("what stands in double quotes is one word, with its spaces", async () => {
      const { provider } = await openWith(context, "the parser fails", "fails the parser", "the  parser")
      expect(await found(provider, '"the parser"')).toEqual(["1", "0"])
      expect(await found(provider, '"parser fails" the')).toEqual(["0"])
    })

    it("percent, underscore, star and question mark are characters, not wildcards", async () => {
      const { provider } = await openWith(context, "100% sure", "100 percent", "snake_case", "snakeXcase", "a*b", "axb")
      expect(await found(provider, "100%")).toEqual(["0"])
      expect(await found(provider, "%")).toEqual(["0"])
      expect(await found(provider, "e_c")).toEqual(["2"])
      expect(await found(provider, "_")).toEqual(["2"])
      expect(await found(provider, "a*b")).toEqual(["4"])
    })

    it("the words of a query language are words", async () => {
      const { provider } = await openWith(context, "this AND that", "NEAR the end", "title: x OR y", "NOT now", "plain")
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
      const { provider, store } = await openWith(context, "anything", "a\u0000b", '"', "(*)")
      await provider.search({ scope, text: words, limit: 10 })
      await store.search(words).catch((error: unknown) => {
        // An application that asks for nothing, or for half a character, is told.
        if (!SessionStorageError.isInstance(error, "invalid_input")) throw error
      })
    })

    it("text with a NUL is found before and behind it", async () => {
      const { provider } = await openWith(context, "before\u0000after", "other")
      for (const words of ["before", "after", "re\u0000af", "\u0000"])
        expect(await found(provider, words)).toEqual(["0"])
    })

    it("a title with a NUL is found before and behind it", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: "before\u0000after" })])
      for (const words of ["before", "after", "re\u0000af"]) expect(await found(provider, words)).toEqual(["title"])
    })

    it("characters beyond the first plane and half surrogates do not get in the way", async () => {
      const { provider } = await openWith(context, "a 𠮷 b", "👩‍👩‍👧‍👦 family", "broken \ud800 half")
      expect(await found(provider, "𠮷")).toEqual(["0"])
      expect(await found(provider, "👩‍👩‍👧‍👦")).toEqual(["1"])
      expect(await found(provider, "half")).toEqual(["2"])
      expect(await found(provider, "broken")).toEqual(["2"])
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

    it("a word deep inside a megabyte of text is found", async () => {
      const { provider } = await openWith(
        context,
        `${"filler words ".repeat(80_000)}needle${" more".repeat(1000)}`,
        "x",
      )
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
  })
}
