import { readFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { type ErrorCode, errorCodes } from "./error-code.ts"

/** Only the store, or the program around it, throws these. */
const notOfProviders: ErrorCode[] = [
  ...(["invalid_input", "too_large", "untrusted_configuration", "provider_not_found"] as const),
  ...(["provider_incompatible", "runtime_unsupported", "verification_failed"] as const),
]

/** The rows of a document's tables with that head: the codes in the first cell, and the cell beside it. */
async function rowsOf(document: string, head: string): Promise<{ codes: string[]; meaning: string }[]> {
  const text = await readFile(new URL(`../../../../docs/${document}`, import.meta.url), "utf8")
  const [, ...tables] = text.split(`\n${head}\n`)
  const rows = tables.flatMap((table) => (table.split("\n\n")[0] ?? "").split("\n").slice(1))
  return rows.map((row) => {
    const [, codes = "", meaning = ""] = row.split("|")
    return { codes: [...codes.matchAll(/`([a-z_]+)`/g)].map(([, code = ""]) => code), meaning }
  })
}

test("the guide for providers has every code that one throws, once, and says which are retryable", async () => {
  const rows = await rowsOf("providers.md", "| code | when |")
  const all = Object.keys(errorCodes) as ErrorCode[] // Object.keys does not keep the type of the keys.
  const expected = all.filter((code) => !notOfProviders.includes(code))
  expect(rows.flatMap(({ codes }) => codes).sort()).toEqual(expected.sort())
  const retryable = rows.filter(({ meaning }) => meaning.includes("*retryable*")).flatMap(({ codes }) => codes)
  expect(retryable.sort()).toEqual(all.filter((code) => errorCodes[code].retryable).sort())
})

test("the guide for MySQL explains codes that there are", async () => {
  const rows = await rowsOf("mysql.md", "| code | what happened | what to do |")
  expect(rows.length).toBeGreaterThan(5)
  for (const code of rows.flatMap(({ codes }) => codes)) expect(Object.keys(errorCodes)).toContain(code)
})
