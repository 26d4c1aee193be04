import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { readCommand, sampleFile } from "./command.ts"
import { countSample } from "./count-sample.ts"

const project = "sample/widget"

/** What each step proves. It throws when it does not hold. */
type Step = [what: string, run: (call: (...words: string[]) => string) => void]

const steps: Step[] = [
  [
    "the import brings in every session, message and part of the sample",
    (call) => {
      const sample = countSample()
      const report = JSON.parse(call("import", sampleFile, "--project", project, "--json"))
      equal(report.sessions.created, sample.sessions, "sessions")
      equal(report.messages, sample.messages, "messages")
      equal(report.parts, sample.parts, "parts")
      equal(report.damagedCount + report.skippedCount, 0, "rows with problems")
    },
  ],
  [
    "a second import changes nothing",
    (call) => {
      const report = JSON.parse(call("import", sampleFile, "--project", project, "--json"))
      equal(report.sessions.created + report.sessions.updated, 0, "sessions written")
      equal(report.messages + report.parts + report.removed, 0, "rows written")
    },
  ],
  [
    "the list has the active and the archived sessions",
    (call) => {
      const sample = countSample()
      const active = JSON.parse(call("list", "--project", project, "--json"))
      const archived = JSON.parse(call("list", "--archived", "--project", project, "--json"))
      equal(active.sessions.length, sample.sessions - sample.archived, "active sessions")
      equal(archived.sessions.length, sample.archived, "archived sessions")
      equal(active.nextCursor, null, "cursor after the last page")
    },
  ],
  [
    "a session is shown with what was said and done",
    (call) => {
      const shown = call("show", "last", "--project", project)
      if (!/user/i.test(shown) || !/assistant/i.test(shown)) throw new Error(`it shows no conversation:\n${shown}`)
    },
  ],
  [
    "search finds words, parts of words and scripts without spaces",
    (call) => {
      for (const text of ["notes", "otes", "世界"]) {
        const found = JSON.parse(call("search", text, "--project", project, "--json"))
        if (found.hits.length === 0) throw new Error(`nothing was found for ${text}`)
      }
    },
  ],
  [
    "the database is healthy",
    (call) => {
      call("doctor", "--json")
    },
  ],
]

/** Goes through the demo in a folder that is removed again. Returns the exit code. */
export async function check(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "session-demo-"))
  const call = (...words: string[]) => {
    const { status, stdout, stderr } = readCommand(words, folder)
    if (status !== 0) throw new Error(`opencode-session ${words.join(" ")} ended with ${status}:\n${stdout}${stderr}`)
    return stdout
  }
  let failed = 0
  try {
    for (const [what, run] of steps) {
      try {
        run(call)
        console.log(`✓ ${what}`)
      } catch (error) {
        failed += 1
        console.log(`✗ ${what}: ${error instanceof Error ? error.message : error}`)
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return failed === 0 ? 0 : 1
}

function equal(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`)
}
