import { describe, test } from "vitest"
import { withAbsolutePaths } from "../src/configuration/absolute-paths.ts"
import { checkConfiguration } from "../src/configuration/check-configuration.ts"
import { maskConfiguration } from "../src/configuration/mask-configuration.ts"
import { parseConfiguration } from "../src/configuration/parse-configuration.ts"
import { parseRemotes } from "../src/project/parse-remotes.ts"
import { projectIdFromRemote } from "../src/project/project-id-from-remote.ts"
import { searchTerms } from "../src/search/search-terms.ts"
import { searchableText } from "../src/search/searchable-text.ts"
import { makeSnippet } from "../src/search/snippet.ts"
import { looksLikeAddress } from "../src/secrets/looks-like-address.ts"
import { redactSecrets } from "../src/secrets/redact-secrets.ts"
import { nearestKey } from "../src/validation/nearest-key.ts"
import { expectLinear } from "./support/expect-linear.ts"

/** What has made patterns go back and forth. */
const units = [
  ...[
    "a",
    ":",
    "a:",
    "@",
    "a@",
    "://",
    "a://",
    "a:b@",
    "(",
    '"',
    '\\"',
    "password=",
    "password='\\",
    " ",
    "\t",
    "\r",
    "=",
    "/",
  ],
  ...[
    "a/",
    "token: ",
    '"key":',
    "pwd ",
    "a:@",
    "file:",
    "a-",
    "[",
    "?",
    "#",
    "界",
    "😀",
    "ghp_",
    "x=a:",
    ":a(",
    "pass:\t",
    "%41",
    ".git",
    "\u0301",
  ],
]
const ends = ["", "@", "@tcp(", "@/", "!"]

const readers: Record<string, (text: string) => unknown> = {
  redactSecrets,
  looksLikeAddress,
  "a DSN that is shown": (text) => maskConfiguration({ dsn: text }),
  "an option that is shown": (text) => maskConfiguration({ note: text }),
  "the nearest key": (text) => nearestKey(text, ["mysql", "sqlite"]),
  "a remote": projectIdFromRemote,
  "a remote's path": (text) => projectIdFromRemote(`https://host/${text}`),
  "words to search": searchTerms,
  "a snippet": (text) => makeSnippet(text, ["a", "b"]),
}

describe("no text that somebody writes takes more than linear time", () => {
  test.each(Object.entries(readers))("%s", (_name, read) => {
    for (const unit of units) {
      for (const end of ends) expectLinear((size) => void read(unit.repeat(size / unit.length) + end), 4000)
    }
  })
})

describe("no configuration that somebody writes takes more than linear time", () => {
  const numbered = <Value>(count: number, value: Value, prefix = "k") =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, value]))
  test.each<[string, (size: number) => object]>([
    ["many providers", (size) => ({ sessionProvider: numbered(size, {}) })],
    ["many modules", (size) => ({ sessionProvider: numbered(size, { a: 1 }, "./") })],
    ["many options", (size) => ({ sessionProvider: { x: numbered(size, 1) } })],
    ["many unknown keys", (size) => ({ sessionProvider: numbered(size, 5), data: numbered(size, 5) })],
    ["one long key", (size) => ({ sessionProvider: { ["k".repeat(size * 8)]: 5 } })],
    ["a long list", (size) => ({ sessionProvider: { x: { list: Array.from({ length: size }, () => ({})) } } })],
  ])("%s", (_name, make) => {
    expectLinear((size) => {
      const values = parseConfiguration(Buffer.from(JSON.stringify(make(size))), "/opencode.json")
      try {
        checkConfiguration(values, (path) => path.join("."))
      } catch {
        return
      }
      maskConfiguration(withAbsolutePaths(values, "/work", "/home"))
    }, 1000)
  })
})

test("what git prints of a remote is read in linear time", () => {
  expectLinear((size) => void parseRemotes(`origin\t${" (fetch) [".repeat(size)}\n`), 1000)
})

test("a tool's input of many strings is made searchable in linear time", () => {
  const input = (size: number) => Array.from({ length: size }, (_, index) => ({ a: [`${index}`] }))
  expectLinear((size) => void searchableText({ type: "tool", data: { state: { input: input(size) } } }), 4000)
})
