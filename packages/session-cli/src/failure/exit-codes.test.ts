import { readFile } from "node:fs/promises"
import { type ErrorCode, errorCodes, SessionStorageError } from "@opencode/session-core"
import { expect, test } from "vitest"
import { exitCodeOf, exitCodes } from "./exit-codes.ts"

// Object.keys does not keep the type of the keys.
const codes = Object.keys(errorCodes) as ErrorCode[]

test.each(codes)("a script that meets %s gets an exit code that the help explains", (code) => {
  const exitCode = exitCodeOf(new SessionStorageError(code, "It failed."))
  expect(exitCode).not.toBe(0)
  expect(Object.keys(exitCodes)).toContain(String(exitCode))
})

test("exit code 5 means that trying again may help, and nothing else does", () => {
  for (const code of codes) {
    expect(exitCodeOf(new SessionStorageError(code, "It failed.")) === 5).toBe(errorCodes[code].retryable)
  }
})

test("a database that takes no writes is a matter of the set-up: the configuration leads to a replica", () => {
  expect(exitCodeOf(new SessionStorageError("read_only", "The server takes no writes."))).toBe(4)
})

test("an error that nobody foresaw is a failure", () => {
  expect(exitCodeOf(new TypeError("x is not a function"))).toBe(1)
  expect(exitCodeOf(null)).toBe(1)
})

test("the guide says of each exit code what the help says", async () => {
  const guide = await readFile(new URL("../../../../docs/command-line.md", import.meta.url), "utf8")
  const plain = guide.replaceAll("`", "")
  for (const [code, meaning] of Object.entries(exitCodes)) expect(plain).toContain(`| ${code} | ${meaning} |`)
})
