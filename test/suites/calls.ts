import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { soon } from "session-test-support/soon"
import { scope } from "./fresh-changes.ts"

export const storeOf = (provider: SessionProvider): SessionStore =>
  createSessionStore({ provider, scope, author: null })

/** A call has thirty seconds, and a test three minutes. */
export const happens = <Result>(what: string, promise: Promise<Result>): Promise<Result> => soon(what, promise, 60_000)

/** What a call fails with; undefined for one that does not. */
export const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  )

/** A message of a user. */
export const words = (content: string) => ({
  role: "user" as const,
  parts: [{ type: "text" as const, text: content }],
})
