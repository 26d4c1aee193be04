import { join } from "node:path"
import { mustRun } from "session-test-support/run"
import { type packs, root } from "../../scripts/packs.mjs"
import { type LoopbackRegistry, type OtherOffers, startLoopbackRegistry } from "./loopback-registry.ts"

/** Packs packages as they would be published, and offers them in a registry, with others. */
export async function offerPackages(
  published: ReturnType<typeof packs>,
  others?: OtherOffers,
): Promise<LoopbackRegistry> {
  await Promise.all(published.map(({ command, folder }) => mustRun(command, { folder: join(root, folder) })))
  return startLoopbackRegistry(
    published.map((pack) => ({ ...pack, folder: join(root, pack.folder) })),
    others,
  )
}
