import { inspect } from "node:util"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import type { KitContext } from "../support/kit-context.ts"
import { apply, create, everything, message, part, scope, text } from "../support/samples.ts"

const secret = "hunter2-very-secret"

/** What people write to a model stays out of errors and reports. */
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

    it("what the provider says of its place and its health holds no content", async () => {
      const { provider } = await context.open()
      await apply(provider, "s", [create({ title: secret }), message("m"), text("m", "p", secret)])
      const said = JSON.stringify([provider.location, await provider.check(), await provider.statistics(everything)])
      expect(said).not.toContain(secret)
    })

    it("a cursor does not carry what the session holds", async () => {
      const { provider } = await context.open()
      for (const id of ["a", "b"]) await apply(provider, id, [create({ title: secret })])
      const { nextCursor } = await provider.listSessions({ scope, state: "active", limit: 1 })
      expect(Buffer.from(nextCursor ?? "", "base64url").toString()).not.toContain(secret)
    })
  })
}
