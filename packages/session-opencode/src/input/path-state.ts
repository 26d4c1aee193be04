import { hash } from "node:crypto"
import { readdir, stat } from "node:fs/promises"
import { join } from "node:path"

/** What SQLite keeps beside a database: a commit may change nothing else. */
const besideDatabase = ["", "-wal", "-journal"]

/**
 * A short value that changes whenever something is written to a file or within a folder, without opening any of it. The same for a file
 * that is not there as for one that is empty: SQLite makes such files beside a database that is only read.
 */
export async function stateOfPath(path: string): Promise<string> {
  const found = await stat(path).catch(() => null)
  const states = found?.isDirectory()
    ? await statesIn(path)
    : await Promise.all(besideDatabase.map((end) => stateOf(`${path}${end}`)))
  return hash("sha256", states.join("\n"), "base64")
}

async function stateOf(file: string): Promise<string> {
  const found = await stat(file, { bigint: true }).catch(() => null)
  return found === null || found.size === 0n ? "" : `${found.ino} ${found.size} ${found.mtimeNs}`
}

async function statesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => [])
  const states: string[] = []
  for (const name of entries.sort()) states.push(`${name} ${await stateOf(join(folder, name))}`)
  return states
}
