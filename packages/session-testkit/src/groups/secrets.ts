import { inspect } from "node:util"
import { type SessionProvider, SessionStorageError } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { apply, create, everything, message, part, scope, text } from "../support/samples.ts"
import { textsWithin } from "../support/texts-within.ts"

const secret = "hunter2-very-secret"

/** Names that no program has by chance. Without a character that a URL or a DSN would write in another way. */
const password = "kit-password-4f1c9a7e"

/**
 * What a user loses: what was said to a model, or the password of the team's database, in a bug report, a log or on a shared
 * screen.
 */
export function describeSecrets(context: KitContext): void {
  describe("invariant 15: secrets", () => {
    it("the error of a refused batch repeats nothing of its content", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create()])
      const content = [message("m", { metadata: { secret }, error: secret }), text("m", "p", secret)]
      const errors = [
        await expectError(apply(provider, "s", [...content, part("missing", "q", { data: { secret } })]), "not_found"),
        await expectError(apply(provider, "s", content, { expectedRevision: 9 }), "conflict"),
        await expectError(apply(provider, "s", [create({ title: secret })]), "already_exists"),
        await expectError(apply(provider, "none", content), "not_found"),
      ]
      for (const error of errors) expect(inspect(error, { depth: 5, showHidden: true })).not.toContain(secret)
    })

    it("the error of a value that is refused names it and does not show it", async () => {
      const { store } = await context.open()
      await store.sessions.create({ id: "s" })
      const error = await expectError(store.files.write("s", "a.txt", `${secret}\ud800`), "invalid_input")
      expect(inspect(error)).not.toContain(secret)
    })

    it("what the provider says of its location and its health holds no content", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: secret }), message("m"), text("m", "p", secret)])
      const said = JSON.stringify([provider.location, await provider.check(), await provider.statistics(everything)])
      expect(said).not.toContain(secret)
    })

    it("the errors of a store that cannot be reached hold its password nowhere: not in what caused them, nor in any property", async (test) => {
      const opened = await context.create()
      for (const [index, open] of hook(test, opened, "openRefused")(password).entries()) {
        const errors = await errorsOf(open)
        expect(errors, `way ${index} fails`).not.toEqual([])
        for (const error of errors) {
          if (!SessionStorageError.isInstance(error)) throw new Error("Was to be typed:", { cause: error })
          const shown = textsWithin(error).filter((each) => each.text.includes(password))
          // Not the texts: they would show what is to be kept.
          expect(
            shown.map(({ path }) => path),
            `way ${index}, ${error.code}`,
          ).toEqual([])
        }
      }
    })

    it("a cursor does not carry what the session holds", async () => {
      const { provider } = await context.open()
      for (const id of ["a", "b"]) await apply(provider, id, [create({ title: secret })])
      const { nextCursor } = await provider.listSessions({ scope, state: "active", limit: 1 })
      expect(Buffer.from(nextCursor ?? "", "base64url").toString()).not.toContain(secret)
    })
  })
}

/** What goes wrong as a store is opened and used. */
async function errorsOf(open: () => Promise<SessionProvider>): Promise<unknown[]> {
  const errors: unknown[] = []
  const failing = (call: Promise<unknown>) => call.catch((error: unknown) => errors.push(error))
  const provider = await open().catch((error: unknown) => {
    errors.push(error)
    return undefined
  })
  if (provider === undefined) return errors
  await failing(provider.migrate())
  await failing(provider.getSession({ scope, sessionId: "s" }))
  await failing(apply(provider, "s", [create()]))
  // What it says of itself is read by people, too.
  const { location } = provider
  const report = await provider.check().catch(() => undefined)
  if (JSON.stringify([location, report]).includes(password))
    errors.push(new Error("Its location or its health shows the password."))
  await failing(provider.close())
  return errors
}
