import { readdirSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/packs.mjs"
import type { FolderOrder } from "./folder-order.ts"

const layers = join(root, "test", "imports", "layers")

/** The order of each package that has folders: a file of its own in `layers`, named after the package's folder. */
export async function folderOrders(): Promise<FolderOrder[]> {
  const modules: { order: FolderOrder }[] = await Promise.all(
    readdirSync(layers).map((name) => import(join(layers, name))),
  )
  return modules.map(({ order }) => order)
}

/** Where the workspace has sources. Those of packages' tests are ordered by nothing. */
export const sourceFolders = (): string[] => [
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/src`),
  "packages/session-web/page/src",
  "apps/demo/src",
  "bench/src",
  "test/browser/src",
  "test/servers/src",
  "test/support",
]
