import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { cached } from "session-test-support/cache-folder"
import { unpackDebianPackages } from "session-test-support/debian-packages"
import type { BrowserProgram } from "./browser-program.ts"
import { fontConfiguration } from "./font-configuration.ts"

/** Not needed by a browser without windows, or to be this machine's own: a browser starts itself again, without a loader of ours. */
const without = ["libc6", "debconf", "perl", "perl-base", "x11-common", "x11-utils", "xdg-utils"]

/** Chromium's headless shell of this machine's own Debian suite, unpacked into the cache. Nothing is installed. */
export async function debianBrowser(): Promise<BrowserProgram> {
  const suite = await suiteOfMachine()
  const folder = await cached("browser", `debian-${suite}-${process.arch}`, (newFolder) =>
    unpackDebianPackages({ suite, names: ["chromium-headless-shell", "fonts-liberation"], without }, newFolder),
  )
  return {
    executablePath: join(folder, "usr/lib/chromium/chromium-headless-shell"),
    environment: {
      LD_LIBRARY_PATH: (await libraryFolders(folder)).join(":"),
      FONTCONFIG_FILE: await fontConfiguration(folder, "usr/share/fonts"),
    },
  }
}

async function suiteOfMachine(): Promise<string> {
  const release = await readFile("/etc/os-release", "utf8").catch(() => "")
  const suite = /^VERSION_CODENAME="?([\w-]+)"?$/m.exec(release)?.[1]
  if (suite === undefined || !/^ID="?debian"?$/m.test(release)) throw new Error("This machine is no Debian.")
  return suite
}

/** Some libraries are in folders of their own, such as `pulseaudio`, which they look for below `/usr`. */
async function libraryFolders(folder: string): Promise<string[]> {
  const folders: string[] = []
  for (const parent of ["lib", "usr/lib"]) {
    const names = await readdir(join(folder, parent)).catch(() => [])
    for (const name of names.filter((entry) => entry.includes("-linux-gnu"))) {
      const libraries = join(folder, parent, name)
      const entries = await readdir(libraries, { withFileTypes: true })
      const inner = entries.filter((entry) => entry.isDirectory()).map((entry) => join(libraries, entry.name))
      folders.push(libraries, ...inner)
    }
  }
  return folders
}
