import { createHash } from "node:crypto"
import { cpSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { cached } from "session-test-support/cache-folder"
import { mustRun } from "session-test-support/run"

const pinned = fileURLToPath(new URL("../../peers", import.meta.url))
const files = ["package.json", "package-lock.json"]

/** The one package whose install script is run: it fetches or compiles the SQLite that ADK's session service opens files with. */
const built = "sqlite3"

/** Imports a package of the peers, by its name. */
export type ImportPeer = (name: string) => Promise<unknown>

/**
 * Installs the peers at the versions of `bench/peers` into a folder of the cache, once. They are no dependencies of the repository.
 * Install scripts are not run: all that the others do is to say something, or to look for a version.
 */
export async function installPeers(): Promise<ImportPeer> {
  const hash = createHash("sha256")
  for (const file of files) hash.update(readFileSync(join(pinned, file)))
  const folder = await cached("peers", hash.digest("hex").slice(0, 16), async (target) => {
    console.error("installing the peers …")
    for (const file of files) cpSync(join(pinned, file), join(target, file))
    writeFileSync(join(target, "import.mjs"), "export const importPeer = (name) => import(name)\n")
    const npm = (...words: string[]) => mustRun(["npm", ...words], { folder: target })
    await npm("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    try {
      await npm("rebuild", built)
    } catch (error) {
      // ADK then says on SQLite why it cannot be measured.
      console.error(`${built} has no binary for this machine, and could not be compiled: ${String(error)}`)
    }
  })
  // The file above.
  const { importPeer } = (await import(pathToFileURL(join(folder, "import.mjs")).href)) as { importPeer: ImportPeer }
  return importPeer
}

/** The version at which a peer is pinned. */
export function versionOf(name: string): string {
  // Ours, with exact versions.
  const { dependencies } = JSON.parse(readFileSync(join(pinned, "package.json"), "utf8")) as {
    dependencies: Record<string, string>
  }
  return dependencies[name] ?? ""
}
