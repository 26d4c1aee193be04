import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { soon } from "session-test-support/soon"
import { afterAll, expect, it } from "vitest"
import { createMemoryProvider } from "../memory/index.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { type SessionProvider, specificationVersion } from "../provider/session-provider.ts"
import { openSessionStore } from "./open-session-store.ts"

const home = mkdtempSync(join(tmpdir(), "aborted-opening-"))
afterAll(() => rmSync(home, { recursive: true, force: true }))

const open = (provider: SessionProvider, signal: AbortSignal) => {
  const definition: ProviderDefinition = {
    specificationVersion,
    name: "slow",
    parseOptions: () => ({}),
    target: () => ({ description: "memory", remote: false }),
    open: async () => provider,
  }
  const environment = { HOME: home, OPENCODE_SESSION_PROVIDER_TYPE: "slow", OPENCODE_PROJECT_ID: "app" }
  return openSessionStore({ directory: home, environment, providers: [definition], signal })
}

it("a program that stops waiting for another process's migration goes on at once, and leaves nothing open", async () => {
  const provider = createMemoryProvider()
  const migrating = Promise.withResolvers<void>()
  const closing = Promise.withResolvers<void>()
  provider.migrate = () => {
    migrating.resolve()
    return new Promise<never>(() => {})
  }
  // It waits for the migration, as a database does that finishes what was asked for.
  provider.close = () => {
    closing.resolve()
    return new Promise<never>(() => {})
  }
  const abort = new AbortController()
  const reason = new Error("The user has pressed Ctrl+C.")
  const outcome = open(provider, abort.signal).catch((error: unknown) => error)
  await soon("the schema is brought up to date", migrating.promise)
  abort.abort(reason)
  expect(await soon("the call ends", outcome)).toBe(reason)
  await soon("the database is closed", closing.promise)
})

it("a store whose opening was aborted before is not opened", async () => {
  const provider = createMemoryProvider()
  await expect(open(provider, AbortSignal.abort("too late"))).rejects.toBe("too late")
  expect(await provider.listProjects(), "it was not closed, for nobody opened it").toEqual([])
})
