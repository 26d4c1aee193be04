import { existsSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { cached } from "session-test-support/cache-folder"
import { unpackDebianPackages } from "session-test-support/debian-packages"
import { debianLeftOut } from "../../kinds/debian-left-out.ts"
import { kinds } from "../../kinds/kinds.ts"
import type { Installation } from "../../servers/installation.ts"
import { wrapPrograms } from "../../servers/wrap-programs.ts"

/** What makes a MariaDB server a node of Galera. */
export interface Galera {
  library: string
  /** Folders with the programs that bring a node what it missed. */
  programFolders: string[]
}

const library = join("usr", "lib", "galera", "libgalera_smm.so")
const programs = join("usr", "bin")
/** What the package of the server, which has the scripts for state transfers, needs besides. */
const without = [
  ...debianLeftOut,
  ...["adduser", "gawk", "init-system-helpers", "iproute2", "libdbi-perl", "libdbd-mariadb-perl", "lsb-base"],
  ...["mariadb-client", "mariadb-common", "mariadb-server-core", "mysql-common", "passwd", "procps", "psmisc", "socat"],
]

/** This machine's Galera, or Debian's packages, unpacked into the cache. */
export async function findGalera({ server }: Installation): Promise<Galera> {
  const besideServer = join(dirname(server), "..", "bin")
  const installed = join("/", library)
  if (existsSync(installed)) return { library: installed, programFolders: [besideServer] }
  const { suite } = kinds.mariadb.debian
  const folder = await cached("mysql", `galera-${suite}-${process.arch}`, async (newFolder) => {
    const names = ["galera-4", "mariadb-server", "rsync"]
    await unpackDebianPackages({ suite, names, without }, newFolder)
    await wrapPrograms(newFolder, [join(programs, "rsync")])
    // The scripts look for rsync among the processes by its name, which is that of the loader here. Where this program succeeds,
    // they look at the ports alone.
    await writeFile(join(newFolder, programs, "selinuxenabled"), "#!/bin/sh\n", { mode: 0o755 })
  })
  return { library: join(folder, library), programFolders: [join(folder, programs), besideServer] }
}
