import { appendFile, cp, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished } from "./command-line.ts"
import { writeLargeHistory } from "./large-history.ts"

const fixtures = join(import.meta.dirname, "../../session-agents/test/fixtures")

test("a folder of another agent is imported, and a file in it that is none is named with program and reason", async () => {
  await using commandLine = await CommandLine.create()
  const folder = join(commandLine.directory, "claude")
  await cp(join(fixtures, "claude-code/projects"), folder, { recursive: true })
  const first = await commandLine.run("import", "claude")
  expect(first.stdout).toContain("Imported a folder of Claude Code's sessions:")
  expect(first.stdout).toContain("4 new, 0 updated, 0 unchanged, 0 skipped")
  expect(first.status).toBe(0)
  await writeFile(join(folder, "other.jsonl"), '{"hello":"world"}\n')
  await appendFile(
    join(folder, "-srv-widget-docs/c2a9e0d4-6b1f-4e37-8f05-7d4c2b1a0e93.jsonl"),
    '{"type":"user","uuid":"cut',
  )
  const again = await commandLine.run("import", "claude")
  expect(again.stdout).toContain("0 new, 0 updated, 4 unchanged, 0 skipped")
  expect(again.stderr).toMatch(/skipped file .*other\.jsonl: Claude Code keeps/)
  expect(again.status).toBe(1)
  const { sessions } = await commandLine.json("list", "--all-projects")
  expect(sessions.map(({ title }: { title: string }) => title).sort()).toEqual([
    ...["Check line 7", "Docs: Greeting Added", "Find guide.md", "Find the needle"],
  ])
  expect((await commandLine.run("show", "5b0c7e1a", "--all-projects")).stdout).toContain("the needle is here")
  expect((await commandLine.json("search", "--all-projects", "世界")).hits).toHaveLength(1)
})

test("a history that is larger than the memory is imported all the same", async () => {
  await using commandLine = await CommandLine.create()
  await writeLargeHistory(join(commandLine.directory, "large.jsonl"), { bytes: 60_000_000, resultBytes: 400_000 })
  const { status, stdout } = await finished(
    commandLine.start(["import", "large.jsonl"], {}, ["--max-old-space-size=48"]),
  )
  expect(stdout).toMatch(/1 new, .*\n {2}written {3}(1\d\d) messages, \1 parts/)
  expect(status).toBe(0)
})

test("the histories of all agents on a machine are found without naming them", async () => {
  await using commandLine = await CommandLine.create()
  for (const [from, to] of [
    ["claude-code/projects", ".claude/projects"],
    ["codex", ".codex"],
    ["gemini", ".gemini"],
    ["goose", ".local/share/goose/sessions"],
  ] as const) {
    await cp(join(fixtures, from), join(commandLine.home, to), { recursive: true })
  }
  const imported = await commandLine.run("import")
  expect(imported.status).toBe(0)
  for (const program of ["Claude Code", "Codex CLI", "Gemini CLI", "Goose"]) {
    expect(imported.stdout).toContain(`a folder of ${program}'s sessions`)
  }
  const { sessions } = await commandLine.json("list", "--all-projects", "--limit", "100")
  const programs = new Set(sessions.map(({ origin }: { origin: { program: string } }) => origin.program))
  expect([...programs].sort()).toEqual(["Claude Code", "Codex CLI", "Gemini CLI", "Goose"])
  const shown = await commandLine.run("show", "019f5c5a-eb02", "--all-projects")
  expect(shown.stdout).toContain("the needle is here")
  expect(shown.stdout).not.toContain("token_count")
  expect((await commandLine.run("import")).stdout).not.toMatch(/[1-9]\d* new|[1-9]\d* updated/)
})
