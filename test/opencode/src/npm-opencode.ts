import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { gunzip } from "node:zlib"
import { cached } from "session-test-support/cache-folder"
import { downloadPackage, type PinnedPackage } from "session-test-support/download-package"
import { readTarball } from "session-test-support/read-tarball"

/** What the tests know the database and the API of. A newer one is a change of its own, with what has become different. */
const version = "1.18.33"

/**
 * The packages that `opencode-ai` chooses from when it is installed: its own files only look for the program in one of them. Not a
 * dependency of this repository, since its 60 MB would be downloaded for every installation.
 */
const packages: Readonly<Record<"modern" | "baseline", PinnedPackage>> = {
  modern: {
    name: "opencode-linux-x64",
    version,
    integrity: "sha512-q/t/3p2CTxOT9y2kvjesb/LZab2+1eqlhhWA02Be6mjTtmYtNBcBsrI5yDo4Fw7ZSPBW2oyMIGMNRqiKQjiAWw==",
  },
  baseline: {
    name: "opencode-linux-x64-baseline",
    version,
    integrity: "sha512-1KQGBiiDDeL/VHHbHkOvvFo8Jr97WT5+C1tear+p7IcDTnXgVHXqIjU4O4jM4mHQzykTP2i884FCnW5LDa+zCA==",
  },
}

/** OpenCode's program from npm's registry, unpacked into the cache. Nothing is installed, and no script of the package runs. */
export async function npmOpenCode(): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`the pinned OpenCode is for Linux on x64, and this is ${process.platform} on ${process.arch}`)
  }
  const chosen = packages[hasAvx2() ? "modern" : "baseline"]
  const folder = await cached("opencode", `${chosen.name}-${version}`, (target) => unpack(chosen, target))
  return join(folder, "opencode")
}

/** As the installation of `opencode-ai` asks: its modern program ends at once on a processor that does not have it. */
const hasAvx2 = (): boolean => /^flags\b.*\bavx2\b/m.test(readFileSync("/proc/cpuinfo", "utf8"))

async function unpack(wanted: PinnedPackage, folder: string): Promise<void> {
  const compressed = await downloadPackage(wanted, folder)
  const files = readTarball(await promisify(gunzip)(compressed))
  for (const { path, content } of files) {
    if (path === "package/bin/opencode") return writeFile(join(folder, "opencode"), content, { mode: 0o755 })
  }
  throw new Error(`${wanted.name} ${wanted.version} has no bin/opencode.`)
}
