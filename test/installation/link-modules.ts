import { mkdirSync, symlinkSync } from "node:fs"
import { dirname, join } from "node:path"
import { root } from "../../scripts/packs.mjs"

/** What every provider's package installs, by its folder in the workspace. */
const modulesOfProviders = {
  "@opencode/session-core": "packages/session-core",
  "@opencode/session-testkit": "packages/session-testkit",
  "@types/node": "node_modules/@types/node",
  vitest: "node_modules/vitest",
}

/** What one for a SQL database installs besides. */
export const modulesOfSqlProviders = {
  "@electric-sql/pglite": "packages/session-postgres/node_modules/@electric-sql/pglite",
  "drizzle-kit": "packages/session-postgres/node_modules/drizzle-kit",
  "drizzle-orm": "packages/session-postgres/node_modules/drizzle-orm",
}

/** Puts into a folder what an installation would bring, as the workspace has it. */
export function linkModules(folder: string, others: Readonly<Record<string, string>> = {}): void {
  for (const [name, target] of Object.entries({ ...modulesOfProviders, ...others })) {
    const path = join(folder, "node_modules", name)
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(root, target), path)
  }
}
