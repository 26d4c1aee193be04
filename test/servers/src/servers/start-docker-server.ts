import { randomBytes } from "node:crypto"
import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { lastLines, runProgram } from "session-test-support/run-program"
import { kinds } from "../kinds/kinds.ts"
import type { ServerKind } from "../kinds/server-kind.ts"
import { freePort } from "./free-port.ts"
import { keepProgram } from "./kept-program.ts"
import type { RunningServer, StartOptions } from "./running-server.ts"
import { waitUntilReady } from "./wait-until-ready.ts"

/** The file that teams start with: where there is Docker, it is what the tests run on. */
const composeFile = fileURLToPath(new URL("../../../../docker-compose.yml", import.meta.url))

/** An image may have to be downloaded first. */
const longestCommand = 600_000

/**
 * Starts the compose file's server under a name and port of its own, with an administrator that tests can log in as. Its
 * volume is removed at the end.
 */
export const startDockerServer = async (kind: ServerKind, options: StartOptions = {}): Promise<RunningServer> => {
  const folder = await mkdtemp(join(tmpdir(), "opencode-server-"))
  const project = `opencode-test-${randomBytes(6).toString("hex")}`
  const override = join(folder, "override.json")
  const composeArguments = ["compose", "--project-name", project, "--file", composeFile, "--file", override]
  const cleanUp = [...composeArguments, "down", "--volumes", "--timeout", "0"]
  const keeper = keepProgram({
    folder,
    log: join(folder, "log"),
    endSignal: "SIGKILL",
    cleanUp: { program: "docker", arguments: cleanUp },
  })
  const port = await freePort()
  const compose = (...command: string[]): Promise<string> =>
    runProgram("docker", [...composeArguments, ...command], {
      timeout: longestCommand,
      environment: { ...definedEnvironment(), OPENCODE_MYSQL_PORT: String(port) },
    })
  const server = {
    kind,
    version: "unknown",
    host: "127.0.0.1",
    port,
    socketPath: null,
    dataFolder: null,
    administrator: { user: "root", password: randomBytes(12).toString("hex") },
  }
  const log = (): Promise<string> => compose("logs", "--no-color", "--tail", "20").then((text) => lastLines(text))
  const start = async (startOptions: StartOptions): Promise<void> => {
    await writeFile(override, JSON.stringify(overrideFor(kind, server.administrator.password, startOptions)))
    await compose("up", "--detach", "--wait")
    server.version = await waitUntilReady(server, () => true)
  }
  let lastOptions = options
  try {
    await start(options)
  } catch (error) {
    await keeper.close()
    throw error
  }
  return {
    ...server,
    async start(newOptions = lastOptions) {
      lastOptions = newOptions
      await start(newOptions)
    },
    stop: async () => void (await compose("stop")),
    kill: async () => void (await compose("kill")),
    pause: async () => void (await compose("pause")),
    resume: async () => void (await compose("unpause")),
    log,
    close: () => keeper.close(),
  }
}

/** Laid over the compose file. JSON is YAML. */
const overrideFor = (kind: ServerKind, rootPassword: string, { arguments: serverArguments = [] }: StartOptions) => ({
  services: {
    mysql: {
      ...kinds[kind].compose?.service,
      ...(serverArguments.length > 0 && { command: [...(kinds[kind].compose?.command ?? []), ...serverArguments] }),
      restart: "no",
      environment: { MYSQL_RANDOM_ROOT_PASSWORD: "", MYSQL_ROOT_PASSWORD: rootPassword, MYSQL_ROOT_HOST: "%" },
    },
  },
})

const definedEnvironment = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
