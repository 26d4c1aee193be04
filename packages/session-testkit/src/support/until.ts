import { setTimeout as delay } from "node:timers/promises"

const longest = 20_000

/** Waits until something is so, however long a busy machine takes. */
export async function until(what: string, isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + longest
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error(`After ${longest} ms it was still not so that ${what}.`)
    await delay(1)
  }
}
