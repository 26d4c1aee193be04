import { randomBytes } from "node:crypto"
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { lastLines } from "session-test-support/run-program"
import { kinds } from "../kinds/kinds.ts"
import type { ServerAccess } from "../kinds/server-access.ts"
import { copyFolder, giveFolder } from "./copy-folder.ts"
import { freePort } from "./free-port.ts"
import type { Installation } from "./installation.ts"
import { type KeptProgram, keepProgram } from "./kept-program.ts"
import type { RunningServer, StartOptions } from "./running-server.ts"
import { temporaryFolder } from "./temporary-folder.ts"
import { waitUntilReady } from "./wait-until-ready.ts"

/** How long a server may take to end in order. */
const longestStop = 30_000

/**
 * Starts a server with data of its own in a temporary folder that only it may enter. It listens on the loopback interface
 * and on a unix socket; nobody but the administrator can log in.
 */
export const startPrivateServer = async (
  installation: Installation,
  options: StartOptions = {},
): Promise<RunningServer> => {
  const folder = await mkdtemp(join(temporaryFolder(options), "opencode-server-"))
  const log = join(folder, "server.log")
  const { signals, socketPath } = kinds[installation.kind]
  const program = keepProgram({ folder, log, endSignal: signals.kill, cleanUp: null })
  const server = {
    kind: installation.kind,
    version: installation.version,
    host: "127.0.0.1",
    port: await freePort(),
    socketPath: socketPath(folder),
    dataFolder: join(folder, "data"),
    administrator: { user: "administrator", password: options.password ?? randomBytes(12).toString("hex") },
  }
  let startOptions = options
  const readLog = async (): Promise<string> => lastLines(await readFile(log, "utf8").catch(() => ""))
  const launch = () => launchServer(installation, folder, program, server, startOptions, readLog)
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    await program.signal(signal)
    // One that was paused would not notice.
    await program.signal("SIGCONT")
    if (await program.ended(longestStop)) return
    await program.signal("SIGKILL")
    await program.ended(longestStop)
  }
  try {
    await fillFolder(installation, folder, server)
    await launch()
  } catch (error) {
    await program.close()
    throw error
  }
  return {
    ...server,
    stop: () => end(signals.stop),
    kill: () => end(signals.kill),
    async start(newOptions = startOptions) {
      startOptions = newOptions
      await launch()
    },
    pause: () => program.signal("SIGSTOP"),
    resume: () => program.signal("SIGCONT"),
    log: readLog,
    close: () => program.close(),
  }
}

const fillFolder = async (installation: Installation, folder: string, server: ServerAccess): Promise<void> => {
  await mkdir(join(folder, "temporary"))
  for (const [name, content] of Object.entries(kinds[installation.kind].initialFiles(server))) {
    await writeFile(join(folder, name), content)
  }
  await writeFile(join(folder, "server.log"), "")
  await copyFolder(join(installation.template, "data"), join(folder, "data"))
  await chmod(folder, 0o700)
  if (installation.runAs !== null) await giveFolder(folder, installation.runAs)
}

const launchServer = async (
  installation: Installation,
  folder: string,
  program: KeptProgram,
  server: ServerAccess,
  options: StartOptions,
  readLog: () => Promise<string>,
  attempts = 3,
): Promise<void> => {
  const kind = kinds[installation.kind]
  await Promise.all(kind.leftovers.map((name) => rm(join(folder, name), { force: true })))
  const programArguments = [
    ...kind.serverArguments(installation, folder, server),
    ...(options.durable === true ? [] : kind.undurableArguments),
    ...(options.arguments ?? []),
  ]
  const { programFolders = [] } = options
  const { runAs } = installation
  await program.run({ program: installation.server, arguments: programArguments, runAs, programFolders })
  try {
    server.version = await waitUntilReady(server, program.isRunning)
  } catch (error) {
    const log = await readLog()
    // Another process was faster. A server that was stopped must come back where it was, so only at the first start.
    if (attempts > 1 && !program.isRunning() && /address already in use|bind on tcp/i.test(log)) {
      server.port = await freePort()
      return launchServer(installation, folder, program, server, options, readLog, attempts - 1)
    }
    await program.close()
    const message = error instanceof Error ? error.message : String(error)
    throw new Error(`${installation.server} did not start: ${message}\n${log}`)
  }
}
