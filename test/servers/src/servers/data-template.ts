import { chown, mkdtemp, rename, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { cached } from "session-test-support/cache-folder"
import { runProgram } from "session-test-support/run-program"
import { kinds } from "../kinds/kinds.ts"
import { copyFolder } from "./copy-folder.ts"
import type { Installation } from "./installation.ts"

/**
 * The data folder of a server that was never used: initialising takes seconds, copying does not. Every server gets a copy.
 */
export const dataTemplate = (installation: Programs, name: string): Promise<string> =>
  cached(kinds[installation.kind].family, name, async (folder) => {
    // Not in the cache at once: the user that the server runs as may not write there.
    const workFolder = await mkdtemp(join(tmpdir(), "opencode-server-initial-"))
    try {
      if (installation.runAs !== null) await chown(workFolder, installation.runAs.uid, installation.runAs.gid)
      const linked = await withoutSpaces(installation, join(workFolder, "programs"))
      await initialize(linked, join(workFolder, "data"))
      for (const file of kinds[installation.kind].identityFiles) {
        await rm(join(workFolder, "data", file), { force: true })
      }
      await copyFolder(join(workFolder, "data"), join(folder, "unfinished"))
      await rename(join(folder, "unfinished"), join(folder, "data"))
    } finally {
      await rm(workFolder, { recursive: true, force: true })
    }
  })

type Programs = Omit<Installation, "template" | "clients">

/** MariaDB's script that fills a data folder splits paths at spaces: a link leads it to the programs of such a checkout. */
const withoutSpaces = async (programs: Programs, link: string): Promise<Programs> => {
  const option = "--basedir="
  const base = programs.fileArguments.find((argument) => argument.startsWith(option))?.slice(option.length)
  if (base === undefined || !/\s/.test(base)) return programs
  await symlink(base, link)
  const through = (path: string): string => path.replace(base, link)
  const installDatabase = programs.installDatabase === null ? null : through(programs.installDatabase)
  return { ...programs, installDatabase, fileArguments: programs.fileArguments.map(through) }
}

const initialize = async (programs: Programs, dataFolder: string): Promise<void> => {
  const command = kinds[programs.kind].initialize(programs, dataFolder)
  await runProgram(command.program, command.arguments, {
    timeout: 120_000,
    runAs: programs.runAs,
    directory: "/",
    // The user that the server runs as may not write to this process's temporary folder.
    environment: { ...process.env, TMPDIR: dirname(dataFolder) },
  })
}
