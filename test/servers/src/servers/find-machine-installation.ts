import { accessSync, constants, existsSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { kinds } from "../kinds/kinds.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import { describeInstallation } from "./describe-installation.ts"
import type { Installation } from "./installation.ts"

/** Where servers are that are not on the path: system folders, installers' folders, Homebrew's. */
const otherFolders = (kind: ServerKind): string[] => [
  "/usr/sbin",
  "/usr/libexec",
  "/usr/local/sbin",
  `/usr/local/${kind}/bin`,
  `/opt/homebrew/opt/${kind}/bin`,
  `/usr/local/opt/${kind}/bin`,
  ...kinds[kind].programFolders(),
]

/** A server that is installed on this machine. Its own configuration and data are left alone. */
export const findMachineInstallation = async (kind: ServerKind): Promise<Installation> => {
  const folders = [
    ...(process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== ""),
    ...otherFolders(kind),
  ]
  const candidates = kinds[kind].programNames
    .flatMap((name) => folders.map((folder) => join(folder, name)))
    .filter(isProgram)
  const problems: string[] = []
  for (const server of new Set(candidates)) {
    try {
      return await describeInstallation(kind, {
        server,
        installDatabase: installDatabase(kind, server, folders),
        fileArguments: [],
        clients: clientsFolder(kind, server, folders),
      })
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error(problems.length === 0 ? `There is no ${kinds[kind].programNames.join(" or ")}.` : problems.join("\n"))
}

const installDatabase = (kind: ServerKind, server: string, folders: readonly string[]): string | null =>
  [dirname(server), join(dirname(server), "..", "bin"), join(dirname(server), "..", "scripts"), ...folders]
    .flatMap((folder) => kinds[kind].installDatabaseNames.map((name) => join(folder, name)))
    .find(isProgram) ?? null

const clientsFolder = (kind: ServerKind, server: string, folders: readonly string[]): string | null =>
  [dirname(server), join(dirname(server), "..", "bin"), ...folders].find((folder) =>
    kinds[kind].clientNames.every((name) => isProgram(join(folder, name))),
  ) ?? null

const isProgram = (path: string): boolean => {
  if (!existsSync(path)) return false
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
