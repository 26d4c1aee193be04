import { describe, it } from "../cases/collect.ts"
import { startProcess } from "../processes/provider-process.ts"
import { hook, type KitContext } from "../support/kit-context.ts"
import { apply, create } from "../support/samples.ts"
import { soon } from "../support/soon.ts"

/**
 * What a user loses: their prompt. The command has shown its list, and does not end, because a connection or a timer is left.
 */
export function describeProcessEnd(context: KitContext): void {
  describe(
    "invariant 1: the end of a process",
    () => {
      it("a process that has closed its store ends by itself: nothing of the provider keeps it alive", async (test) => {
        const opened = await context.open()
        await apply(opened.provider, "s", [create()])
        await using process = await startProcess(hook(test, opened, "openInProcess"))
        await process.open()
        await process.write("s", "m", 3)
        await soon("the process ends after its store was closed", process.leave())
      })
    },
    { timeout: 240_000 },
  )
}
