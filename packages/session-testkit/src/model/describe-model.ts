import { createMemoryProvider } from "@opencode/session-core/memory"
import type { SessionProvider } from "@opencode/session-core/provider"
import fc from "fast-check"
import { describe, it } from "../cases/collect.ts"
import { expect } from "../cases/expect.ts"
import { expectProperty } from "../support/expect-property.ts"
import { createMigrated, type KitContext } from "../support/kit-context.ts"
import { readEverything } from "../support/read-everything.ts"
import { replayIntoMemory } from "../support/replay-into-memory.ts"
import { operation } from "./operations.ts"
import { Send } from "./send.ts"

/** Random operations on the provider and on the memory provider come to the same. */
export function describeModel(context: KitContext): void {
  const { sequences } = context.random
  // Shrinking takes longer than finding out, and ten thousand sequences longer than any case.
  const timeout = Math.max(240_000, sequences * 1_000)

  describe("invariants 1 to 11: random sequences of operations", () => {
    it(
      "whatever is done from two handles, all that can be read equals the memory provider's, and the feeds replay to it",
      async () => {
        const operations = fc.commands([operation.map((each) => new Send(each))], { maxCommands: 40, size: "max" })
        await expectProperty(
          context,
          fc.asyncProperty(operations, async (sequence) => {
            await withStore(context, async (handles) => {
              const model = createMemoryProvider()
              await fc.asyncModelRun(() => ({ model: { provider: model, sent: [] }, real: { handles } }), sequence)
              const expected = await readEverything(model)
              for (const handle of handles)
                expect(await readEverything(handle, { allProjects: true }, 3)).toEqual(expected)
              for (const projectId of ["p", "P"]) {
                expect(await readEverything(handles[0], { projectId })).toEqual(
                  await readEverything(model, { projectId }),
                )
              }
              const copy = await replayIntoMemory(handles[0], 2)
              // Which projects are known is in no session's feed.
              const { projectFeed, projects: _projects, ...state } = expected
              const present = projectFeed.filter(({ session }) => session !== null)
              expect(await readEverything(copy)).toMatchObject({ ...state, projectFeed: present })
            })
          }),
          sequences,
        )
      },
      { timeout },
    )
  })
}

/** A fresh store with two handles where there can be two; closed at once, since there are hundreds in one test. */
async function withStore(
  context: KitContext,
  run: (handles: [SessionProvider, SessionProvider]) => Promise<void>,
): Promise<void> {
  const store = await createMigrated(context.suite)
  const { provider } = store
  const other = (await store.reopen?.()) ?? provider
  try {
    await run([provider, other])
  } finally {
    await other.close()
    await provider.close()
    await store.destroy()
  }
}
