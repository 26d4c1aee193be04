import MarkdownIt from "markdown-it"
import { expect, test } from "vitest"
import { attacks, endOf, writeHostileSession } from "../../test/support/hostile.ts"
import { writeSampleSessions } from "../../test/support/sample-sessions.ts"
import { openStore, textOf } from "../../test/support/store.ts"
import { exportToMarkdown } from "./export-to-markdown.ts"

test("a session reads as the conversation that it was, with its calls folded and its sub-agent after it", async () => {
  const store = openStore()
  const text = await textOf(exportToMarkdown(store, { sessionIds: await writeSampleSessions(store) }))
  const now = /^- (Created|Changed): .*$/gm
  await expect(text.replace(now, "- $1: (now)")).toMatchFileSnapshot("../../test/sample.md")
})

/** A reader that takes HTML and any address, as forges and editors do. */
const reader = new MarkdownIt({ html: true })
reader.validateLink = () => true
type Token = ReturnType<typeof reader.parse>[number]

test("whatever a session holds, its document keeps its form: no tag, no script, no address but to the web, nothing swallowed", async () => {
  const store = openStore()
  const sessionId = await writeHostileSession(store)
  const text = await textOf(exportToMarkdown(store, { sessionIds: [sessionId] }))
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
  const tokens = reader.parse(text, {})
  const all = tokens.flatMap((token): Token[] => [token, ...(token.children ?? [])])
  const html = all
    .filter(({ type }) => type === "html_block" || type === "html_inline")
    .map(({ content }) => content.trim())
  const ours = /^(?:<details>\n<summary><b>[^<>]*<\/b>[^<>]*<\/summary>|<\/details>)$/
  expect(html.filter((content) => !ours.test(content))).toEqual([])
  expect(html.filter((content) => content.startsWith("<details>"))).toHaveLength(html.length / 2)
  expect(all.filter(({ type }) => type === "image")).toEqual([])
  const addresses = all.filter(({ type }) => type === "link_open").map((token) => String(token.attrGet("href")))
  expect(addresses.filter((address) => !/^https:\/\/evil\.example/.test(address))).toEqual([])
  const headings = tokens.flatMap(({ type, tag, level }, index) =>
    type === "heading_open" && (tag === "h1" || tag === "h2") ? [`${tag} ${level} ${tokens[index + 1]?.content}`] : [],
  )
  expect(headings.filter((heading) => heading.startsWith("h1"))).toHaveLength(2)
  expect(headings.filter((heading) => heading.startsWith("h2"))).toHaveLength(attacks.length + 1)
  const paragraphs = tokens.filter(({ type, level }) => type === "inline" && level === 1).map(({ content }) => content)
  for (const index of attacks.keys()) expect(paragraphs).toContain(endOf(index))
})

test("a session that is not here is an error, instead of an empty document", async () => {
  const store = openStore()
  await expect(textOf(exportToMarkdown(store, { sessionIds: ["ses_nothing"] }))).rejects.toMatchObject({
    code: "not_found",
  })
  expect(await textOf(exportToMarkdown(store))).toBe("There are no sessions.\n")
})

test("all sessions of a project come once each, those of sub-agents after their parent, also where parents form a circle", async () => {
  const store = openStore()
  await store.sessions.create({ id: "a", title: "A", parentId: "b" })
  await store.sessions.create({ id: "b", title: "B", parentId: "a" })
  await store.sessions.create({ id: "c", title: "C" })
  await store.sessions.create({ id: "d", title: "D", parentId: "c" })
  await store.sessions.create({ id: "e", title: "E", parentId: "gone" })
  const text = await textOf(exportToMarkdown(store))
  const titles = [...text.matchAll(/^# (?:Sub-agent: )?(.*)$/gm)].map(([, title]) => title)
  expect([...titles].sort()).toEqual(["A", "B", "C", "D", "E"])
  expect(titles.indexOf("D")).toBe(titles.indexOf("C") + 1)
})
