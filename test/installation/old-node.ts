import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"
import { mustRun } from "session-test-support/run"

/**
 * How to start a Node.js that is too old for the packages: one of this machine's, or this one with a version that is made up,
 * where there is none.
 */
export async function oldNode(): Promise<string[]> {
  const places = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "node"))
  for (const program of new Set(places)) {
    if (!existsSync(program)) continue
    const version = await mustRun([program, "--version"], { folder: "/" })
    if (Number.parseInt(version.slice(1), 10) < 22) return [program]
  }
  const disguise = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "20.20.2" } })'
  return [process.execPath, "--import", `data:text/javascript,${encodeURIComponent(disguise)}`]
}
