import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/packs.mjs"

/** The guide whose files `create-provider --sql` makes. */
const guide = "docs/sql-providers.md"

/** The groups of the kit that have cases which fail at first, and a few more. */
export const groupsWithFailures =
  /killed migrations|races between|the end of a process|break in use|deadlocks|secrets|another process|definition|conflicts/

/** What the guide's table says: how many cases fail, and for want of which hook. */
export function failuresInGuide(): string[] {
  const rows = [...readFileSync(join(root, guide), "utf8").matchAll(/^\| (\d+) \| `([^`]+)` \|/gm)]
  if (rows.length === 0) throw new Error(`${guide} has no table of the cases that fail.`)
  return rows.map(([, count, hook]) => `${count} ${hook}`).sort()
}

interface VitestReport {
  testResults: { assertionResults: { status: string; failureMessages: string[] }[] }[]
}

/** What a report of Vitest says, in the words of the guide's table. */
export function readKitReport(path: string): { failures: string[]; passed: number } {
  const { testResults }: VitestReport = JSON.parse(readFileSync(path, "utf8"))
  const results = testResults.flatMap(({ assertionResults }) => assertionResults)
  const failed = results.filter(({ status }) => status === "failed")
  const byHook = Map.groupBy(failed, ({ failureMessages }) => hookOf(failureMessages.join("\n")))
  return {
    failures: [...byHook].map(([hook, those]) => `${those.length} ${hook}`).sort(),
    passed: results.filter(({ status }) => status === "passed").length,
  }
}

/** The hook that a failure is about, or what it says. */
function hookOf(message: string): string {
  if (/is in use by the process/.test(message)) return "openInProcess"
  return /The hook (\w+) of test\/suite\.ts is not written yet/.exec(message)?.[1] ?? message
}
