import { createHash } from "node:crypto"
import { runProgram } from "session-test-support/run-program"
import { kinds } from "../kinds/kinds.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import { dataTemplate } from "./data-template.ts"
import type { Installation } from "./installation.ts"
import { serverUser } from "./server-user.ts"

export interface FoundPrograms {
  server: string
  installDatabase: string | null
  fileArguments: string[]
  clients: string | null
}

/** Asks the server's program what it is, and prepares a data folder for it. Fails when the program is of another kind. */
export const describeInstallation = async (
  kind: ServerKind,
  { clients, ...programs }: FoundPrograms,
): Promise<Installation> => {
  const user = serverUser()
  const { versionArguments, versionIn, isVersion, rootArguments } = kinds[kind]
  const mayRun = user !== null && (await canRun(programs.server, versionArguments, user))
  const answer = await runProgram(programs.server, versionArguments, { timeout: 60_000 })
  if (!isVersion(answer)) throw new Error(`${programs.server} is another server.`)
  const version = versionIn(answer) ?? "unknown"
  // A checkout that only root may enter leaves no other way than to run as root.
  const asRoot = user !== null && !mayRun
  if (asRoot && rootArguments === null)
    throw new Error(`${programs.server} does not run as root, and nobody else may run it.`)
  const installation = {
    kind,
    version,
    ...programs,
    fileArguments: [...programs.fileArguments, ...(asRoot ? (rootArguments ?? []) : [])],
    runAs: mayRun ? user : null,
  }
  const identity = createHash("sha256").update(JSON.stringify(installation)).digest("hex").slice(0, 12)
  return { ...installation, clients, template: await dataTemplate(installation, `data-${kind}-${version}-${identity}`) }
}

const canRun = (
  program: string,
  versionArguments: readonly string[],
  runAs: { uid: number; gid: number },
): Promise<boolean> =>
  runProgram(program, versionArguments, { timeout: 60_000, runAs, directory: "/" }).then(
    () => true,
    () => false,
  )
