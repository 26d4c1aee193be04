import { join } from "node:path"
import { cached } from "session-test-support/cache-folder"
import { type DebianPackages, unpackDebianPackages } from "session-test-support/debian-packages"
import { describeInstallation } from "./describe-installation.ts"
import { clientNames } from "./find-machine-installation.ts"
import type { Installation } from "./installation.ts"
import type { ServerKind } from "./server-kind.ts"
import { wrapPrograms } from "./wrap-programs.ts"

/** Dependencies of helper scripts and configuration that the tests do not use. */
const without = ["perl", "perl-base", "debconf", "mysql-common", "mariadb-common"]

interface Source extends DebianPackages {
  server: string
  installDatabase: string | null
  /** Programs to be run with the unpacked C library. */
  programs: readonly string[]
  /** Packages with the clients, which the tests of back-ups need. */
  clients: readonly string[]
}

/** What MariaDB's clients want for scripts that are not used here. */
const withoutForClients = [...without, "debianutils", "libconfig-inifiles-perl"]

/**
 * MySQL is only in Debian's unstable suite, which keeps a single version and cannot be pinned: on a bad day there is none.
 * MariaDB's is 10.11, the oldest version that the provider supports.
 */
const sources: Record<ServerKind, Source> = {
  mysql: {
    suite: "sid",
    without,
    names: ["mysql-server-core"],
    server: "usr/sbin/mysqld",
    installDatabase: null,
    programs: ["usr/sbin/mysqld"],
    clients: ["mysql-client-core"],
  },
  mariadb: {
    suite: "bookworm",
    without,
    // The client has the small programs that mariadb-install-db calls.
    names: ["mariadb-server-core", "mariadb-client-core"],
    server: "usr/sbin/mariadbd",
    installDatabase: "usr/bin/mariadb-install-db",
    programs: ["usr/sbin/mariadbd", "usr/bin/my_print_defaults"],
    clients: ["mariadb-client"],
  },
}

/** The folder with a kind's clients. Null where they cannot be had: then the tests of back-ups are skipped. */
const debianClients = async (kind: ServerKind): Promise<string | null> => {
  const { suite, clients } = sources[kind]
  try {
    const folder = await cached("mysql", `${kind}-client-${suite}-${process.arch}`, async (newFolder) => {
      await unpackDebianPackages({ suite, names: clients, without: withoutForClients }, newFolder)
      await wrapPrograms(
        newFolder,
        clientNames[kind].map((name) => join("usr", "bin", name)),
      )
    })
    return join(folder, "usr", "bin")
  } catch {
    return null
  }
}

/** A server out of Debian's packages, unpacked into the cache. Nothing is installed on the machine. */
export const findDebianInstallation = async (kind: ServerKind): Promise<Installation> => {
  const source = sources[kind]
  const folder = await cached("mysql", `${kind}-${source.suite}-${process.arch}`, async (newFolder) => {
    await unpackDebianPackages(source, newFolder)
    await wrapPrograms(newFolder, source.programs)
  })
  const clients = await debianClients(kind)
  const share = join(folder, "usr", "share", "mysql")
  return describeInstallation(kind, {
    clients,
    server: join(folder, source.server),
    installDatabase: source.installDatabase === null ? null : join(folder, source.installDatabase),
    fileArguments: [
      `--basedir=${join(folder, "usr")}`,
      `--lc-messages-dir=${share}`,
      `--character-sets-dir=${join(share, "charsets")}`,
      `--plugin-dir=${join(folder, "usr", "lib", "mysql", "plugin")}`,
    ],
  })
}
