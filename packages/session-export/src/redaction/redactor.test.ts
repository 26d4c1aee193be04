import { customPart, type SessionStore } from "@opencode/session-core"
import { exportLines } from "@opencode/session-core/transfer"
import { describe, expect, test } from "vitest"
import { secrets, traces } from "../../test/support/secrets.ts"
import { openStore, textOf } from "../../test/support/store.ts"
import { exportToHtml } from "../html/export-to-html.ts"
import { exportToMarkdown } from "../markdown/export-to-markdown.ts"
import { findByName } from "./own-rules.ts"
import { redactedStore } from "./redacted-store.ts"
import { type Redaction, Redactor } from "./redactor.ts"

const base64 = (text: string) => Buffer.from(text).toString("base64")

/** A session with a text in each place that has one. */
async function sessionWith(store: SessionStore, text: string): Promise<string> {
  const { id } = await store.sessions.create({
    title: `Title ${text}`,
    todos: [{ content: text, status: "pending" }],
    metadata: {
      opencode: { version: "1.18.0", directory: "/srv/work/app", path: { root: "/srv/work/app" } },
      note: text,
    },
  })
  // A tag is short.
  if (/^[^\p{Cc}]{1,100}$/u.test(text)) await store.sessions.tag(id, text, { team: true })
  await store.messages.append(id, {
    role: "user",
    metadata: { opencode: { summary: { diffs: [{ file: "a", patch: `+${text}` }] } } },
    parts: [
      { type: "text", text: `Before ${text} after` },
      { type: "file", mime: "text/plain", filename: `${text}.txt`, url: `data:text/plain;base64,${base64(text)}` },
      customPart("odd", { [text]: [{ deep: text }] }),
    ],
  })
  await store.messages.append(id, {
    role: "assistant",
    error: { name: "APIError", data: { message: text } },
    parts: [
      { type: "reasoning", text },
      {
        type: "tool",
        tool: "bash",
        callID: "c",
        state: {
          status: "completed",
          input: { command: text },
          output: `x\n${text}\ny`,
          metadata: { diff: text },
          title: text,
        },
      },
    ],
  })
  await store.files.write(id, "src/a.ts", `const x = 1\n${text}\n`)
  return id
}

/** All that an export in any format has of a session. */
async function exported(redact: readonly Redaction[], text: string, home?: string) {
  const store = openStore()
  const sessionIds = [await sessionWith(store, text)]
  const texts: Record<string, string> = {}
  const reports: unknown[] = []
  for (const [format, write] of Object.entries({ exportLines, exportToHtml, exportToMarkdown })) {
    const redactor = new Redactor({ redact, home })
    texts[format] = await textOf(write(redactedStore(store, redactor), { sessionIds }))
    reports.push(redactor.report)
  }
  return { texts, reports }
}

describe("no secret is in what is handed on", () => {
  test.each(Object.entries(secrets))("%s", async (_name, secret) => {
    const { texts, reports } = await exported(["secrets"], secret)
    for (const [format, text] of Object.entries(texts)) {
      for (const trace of traces) {
        expect(text, format).not.toContain(trace)
        expect(text, format).not.toContain(base64(secret))
      }
      expect(text, format).toContain("[redacted:")
    }
    for (const report of reports) {
      expect(Object.values(report as object).every((count) => count > 0)).toBe(true)
      expect(JSON.stringify(report)).not.toMatch(new RegExp(traces.join("|")))
    }
  })

  test("nor what stands under the name of one, whatever it is", async () => {
    const redactor = new Redactor({ redact: ["secrets"] })
    const input = { password: "please", nested: [{ apiKey: "open", token_count: "4 tokens" }] }
    const part = {
      id: "p",
      messageId: "m",
      sessionId: "s",
      type: "tool",
      data: { input },
      createdAt: 1,
      updatedAt: 1,
      position: 1,
      revision: 1,
    }
    expect((await redactor.part(part)).data).toEqual({
      input: { password: "[redacted:password]", nested: [{ apiKey: "[redacted:password]", token_count: "4 tokens" }] },
    })
    expect(redactor.report).toEqual({ password: 2 })
  })

  test("nor does a text hide one by saying that it is not to be looked at", async () => {
    const text = `# secretlint-disable\n${secrets["a GitHub token"]}`
    expect((await exported(["secrets"], text)).texts.exportLines).not.toContain("wWPw5k4aXcaT4fNP0")
  })
})

test.each([
  "const token: string = next()",
  "function login(password: string, user: string) {",
  "max_tokens: 4096, temperature: 1",
  "if (password === undefined) throw new Error('no password')",
  "PASSWORD=$DB_PASSWORD TOKEN=$TOKEN",
  "basic authentication, bearer of bad news",
  "https://example.com:8080/a@b",
  "the secret: nobody knows",
  "git@github.com:o/r.git",
])("%s says no secret, and stays readable", (text) => expect(findByName(text)).toEqual([]))

describe("no private path is in what is handed on", () => {
  test.each([
    ["/home/carol/clients/bigcorp/plan.md", "[redacted:path]"],
    ["file:///Users/carol/clients/bigcorp.md", "file://[redacted:path]"],
    ["C:\\Users\\carol\\clients", "[redacted:path]"],
    ["~/clients/bigcorp", "[redacted:path]"],
    ["/srv/work/app/src/index.ts", "[redacted:project-folder]/src/index.ts"],
    ["/opt/people/carol/notes", "[redacted:path]"],
  ])("%s becomes %s", async (path, shown) => {
    const { texts } = await exported(["paths"], path, "/opt/people/carol")
    for (const text of Object.values(texts)) expect(text).not.toMatch(/carol|\/srv\/work\/app/)
    const json = JSON.stringify(shown).slice(1, -1)
    expect(texts.exportLines).toContain(`Before ${json} after`)
  })

  test("and other paths stay", async () => {
    const { texts } = await exported(
      ["paths"],
      "/usr/bin/env src/index.ts https://example.com/home/x /srv/work/application",
    )
    expect(texts.exportLines).toContain("Before /usr/bin/env src/index.ts")
    expect(texts.exportLines).toContain("/srv/work/application after")
  })
})

test("without all content, only who, when, with what and how much is left", async () => {
  const { texts, reports } = await exported(["all"], "unique words")
  for (const text of Object.values(texts)) {
    expect(text).not.toMatch(/unique|words|src\/a\.ts/)
    expect(text).toMatch(/bash/)
  }
  expect(texts.exportLines).toContain('"path":"file-1"')
  expect(reports).toEqual(reports.map(() => ({ text: expect.any(Number), file: 1 })))
})

test("an export of which something was left out says so, in every session of it", async () => {
  const { texts } = await exported(["secrets", "paths"], "nothing to find")
  expect(texts.exportLines).toContain('"redacted":["secrets","paths"]')
  expect(texts.exportToMarkdown).toContain("- Left out: secrets, paths")
})

test("each thing that was left out is counted once, however often it is read", async () => {
  const store = openStore()
  const { id } = await store.sessions.create({ title: "DB_PASSWORD=correcthorse" })
  await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "DB_PASSWORD=correcthorse" }] })
  for (const write of [exportLines, exportToHtml, exportToMarkdown]) {
    const redactor = new Redactor({ redact: ["secrets"] })
    await textOf(write(redactedStore(store, redactor)))
    expect(redactor.report, write.name).toEqual({ password: 2 })
  }
})

test("whatever a redacted store does not read itself is an error, never what is to be left out", async () => {
  const store = redactedStore(openStore(), new Redactor({ redact: ["secrets"] }))
  expect(() => store.search("x")).toThrow("has no search")
  expect(() => store.messages.get("s", "m")).toThrow("has no get")
})

test("no text takes more than a moment to look through, whatever it is made of", async () => {
  const units = [
    "a",
    "a_",
    "password=",
    'password="',
    "a://a:",
    ":",
    "Bearer ",
    "eyJa.",
    "-----BEGIN PRIVATE KEY-----",
    "/home/",
    "~/",
    " ",
    "ghp_",
  ]
  for (const unit of units) {
    const time = (size: number) => {
      const text = unit.repeat(size / unit.length)
      const before = process.cpuUsage()
      findByName(text)
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1000
    }
    time(20_000)
    const one = Math.max(4, time(40_000))
    // Eight times the text may take four times that; the square of it would be twice over.
    expect(time(320_000), unit).toBeLessThan(32 * one)
  }
})
