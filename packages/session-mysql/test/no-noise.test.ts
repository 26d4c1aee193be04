import { randomBytes } from "node:crypto"
import { describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test, vi } from "vitest"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"

/** What is written behind a program's back: it ends up in the middle of a terminal's page. */
function watchOutput(): unknown[][] {
  const output: unknown[][] = []
  for (const method of ["log", "info", "warn", "error"] as const) {
    const spy = vi.spyOn(console, method).mockImplementation((...values) => {
      output.push(values)
    })
    onTestFinished(() => spy.mockRestore())
  }
  const warn = (warning: Error) => output.push([warning.message])
  process.on("warning", warn)
  onTestFinished(() => {
    process.off("warning", warn)
  })
  return output
}

describeServers("no noise", (server) => {
  test.each([
    "compress=true",
    "tls=preferred&allowCleartextPasswords=true&connectionAttributes=team:editors&maxAllowedPacket=8000000&parseTime=true",
  ])("%s: large values come back as they were, and nothing is written to the terminal", async (parameters) => {
    const output = watchOutput()
    const { open } = await freshStore(server)
    const store = await open(parameters)
    const values = [1, 1000, 20_000, 2_000_000].flatMap((size) => [
      // What can be compressed, and what cannot.
      "x".repeat(size),
      randomBytes(Math.ceil(size / 2)).toString("hex"),
    ])
    await apply(store, "s", [create(), message("m")])
    for (const [index, value] of values.entries()) await apply(store, "s", [text("m", `p${index}`, value)])
    const { messages } = await store.listMessages({ scope, sessionId: "s", order: "oldest-first", limit: 10 })
    expect(messages[0]?.parts.map(({ data }) => data.text)).toEqual(values)
    await new Promise(setImmediate)
    expect(output).toEqual([])
  })
})
