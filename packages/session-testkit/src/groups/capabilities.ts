import { specificationVersion } from "@opencode/session-core/provider"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectError } from "../support/expect-error.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { apply, create, message, scope, text } from "../support/samples.ts"

/**
 * What is claimed works; what is not is refused.
 *
 * What a user loses: what a claim was built on. A search finds nothing and says nothing; a store forgets everything when its
 * process ends.
 */
export function describeCapabilities(context: KitContext): void {
  const { capabilities } = context.suite

  describe("invariant 14: capabilities", () => {
    it("the provider claims what its suite says", async () => {
      const { provider, store } = await context.open()
      expect(provider.capabilities).toEqual(capabilities)
      expect(store.capabilities).toEqual(capabilities)
    })

    it("the provider speaks this version of the contract, and says what it is and where", async () => {
      const { provider } = await context.open()
      expect(provider.specificationVersion).toBe(specificationVersion)
      expect(provider.name).not.toBe("")
      expect(provider.location).not.toBe("")
    })

    it.skipIf(!capabilities.search, "search is not claimed")("search is claimed, and finds what is there", async () => {
      const { provider, store } = await context.open()
      await apply(provider, "s", [create(), message("m"), text("m", "p", "needle")])
      expect((await store.search("needle")).hits).toHaveLength(1)
    })

    it.skipIf(capabilities.search, "search is claimed")(
      "search is not claimed, and the application is told so instead of finding nothing",
      async () => {
        const { provider, store } = await context.open()
        expect((await expectError(store.search("needle"), "unsupported")).hint).toBeDefined()
        await expectError(provider.search({ scope, text: "needle", limit: 1 }), "unsupported")
      },
    )

    it.skipIf(!capabilities.shared, "sharing is not claimed")(
      "sharing is claimed, and another handle sees what is written",
      async (test) => {
        const { provider, other } = await context.openTwice(test)
        await apply(provider, "s", [create()])
        expect(await other.getSession({ scope, sessionId: "s" })).not.toBeNull()
        await apply(other, "s", [message("m")])
        expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 1 })
      },
    )

    it.skipIf(!capabilities.durable, "durability is not claimed")(
      "durability is claimed, and what was written is there after all handles were closed",
      async (test) => {
        const opened = await context.open()
        await apply(opened.provider, "s", [create(), message("m")])
        await opened.provider.close()
        const again = await hook(test, opened, "reopen")()
        expect(await again.getSession({ scope, sessionId: "s" })).toMatchObject({ messageCount: 1 })
      },
    )

    it("the provider looks at itself without throwing, and finds a fresh store healthy", async () => {
      const { provider } = await context.open()
      const { checks } = await provider.check()
      expect(checks.length).toBeGreaterThan(0)
      expect(checks.filter(({ status }) => status === "error")).toEqual([])
    })
  })
}
