import { join } from "node:path"
import { cached } from "session-test-support/cache-folder"
import { unpackDebianPackages } from "session-test-support/debian-packages"
import { kinds } from "../kinds/kinds.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import { describeInstallation } from "./describe-installation.ts"
import type { Installation } from "./installation.ts"
import { wrapPrograms } from "./wrap-programs.ts"

/** What MariaDB's clients want for scripts that are not used here. */
const leftOutForClients = ["debianutils", "libconfig-inifiles-perl"]

/** The folder with a kind's clients. Null where they cannot be had: then the tests of back-ups are skipped. */
const debianClients = async (kind: ServerKind): Promise<string | null> => {
  const { family, debian } = kinds[kind]
  const { suite, clients } = debian
  if (clients.length === 0) return null
  try {
    const folder = await cached(family, `${kind}-client-${suite}-${process.arch}`, async (newFolder) => {
      await unpackDebianPackages(
        { suite, names: clients, without: [...debian.without, ...leftOutForClients] },
        newFolder,
      )
      await wrapPrograms(
        newFolder,
        kinds[kind].clientNames.map((name) => join("usr", "bin", name)),
      )
    })
    return join(folder, "usr", "bin")
  } catch {
    return null
  }
}

/** A server out of Debian's packages, unpacked into the cache. Nothing is installed on the machine. */
export const findDebianInstallation = async (kind: ServerKind): Promise<Installation> => {
  const { family, debian: source } = kinds[kind]
  const folder = await cached(family, `${kind}-${source.suite}-${process.arch}`, async (newFolder) => {
    await unpackDebianPackages(source, newFolder)
    await wrapPrograms(newFolder, source.programs)
  })
  const clients = await debianClients(kind)
  return describeInstallation(kind, {
    clients,
    server: join(folder, source.server),
    installDatabase: source.installDatabase === null ? null : join(folder, source.installDatabase),
    fileArguments: source.fileArguments(folder),
  })
}
