import { type ChildProcess, execFile, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { promisify } from "node:util"
import { SessionStorageError } from "@opencode/session-core"
import type { OpenCodeApi } from "@opencode/session-opencode"
import type { Environment } from "../context/command-context.ts"

/** A large database is migrated at the first start of a new version. */
const longestStart = 180_000
const longestEnd = 10_000

/** An OpenCode that was started for a command. It ends with the command. */
export interface StartedOpenCode extends AsyncDisposable {
  api: OpenCodeApi
  databaseFile: string
}

/**
 * Starts this machine's OpenCode in a folder, without the user's plugins and without a window: it listens on loopback, with a password
 * that is made for it. Another one that is running goes on, and sees what is written.
 *
 * Fails with `not_found` when there is no `opencode` on PATH, and with `unavailable` when it does not start.
 */
export async function startOpenCode(directory: string, environment: Environment): Promise<StartedOpenCode> {
  const program = await findOpenCode(environment)
  // Before the server: at their first start, both would make the tables.
  const databaseFile = await databaseOf(program, directory, environment)
  const password = randomBytes(24).toString("base64url")
  // Plugins are not needed, and may have to be installed first.
  const own = { OPENCODE_PURE: "1", OPENCODE_DISABLE_AUTOUPDATE: "1", OPENCODE_SERVER_PASSWORD: password }
  const server = spawn(program, ["serve", "--hostname", "127.0.0.1", "--port", "0"], {
    cwd: directory,
    env: { ...environment, ...own, OPENCODE_SERVER_USERNAME: "opencode" },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const end = () => void server.kill("SIGTERM")
  process.once("exit", end)
  try {
    const url = await addressOf(server)
    const { openCodeServer } = await import("@opencode/session-opencode")
    return {
      api: openCodeServer({ url, password }),
      databaseFile,
      async [Symbol.asyncDispose]() {
        process.removeListener("exit", end)
        await ended(server)
      },
    }
  } catch (error) {
    process.removeListener("exit", end)
    await ended(server)
    throw error
  }
}

/** OpenCode's database on this machine. Fails with `not_found` when there is no OpenCode. */
export const openCodeDatabase = async (directory: string, environment: Environment): Promise<string> =>
  databaseOf(await findOpenCode(environment), directory, environment)

async function findOpenCode(environment: Environment): Promise<string> {
  const { findProgram } = await import("@opencode/session-core/project")
  const program = await findProgram("opencode", environment)
  if (program !== null) return program
  throw new SessionStorageError("not_found", "There is no program `opencode` on your PATH.", {
    hint: "Install OpenCode on this machine, or put the folder of its program on PATH.",
  })
}

async function databaseOf(program: string, directory: string, environment: Environment): Promise<string> {
  const env = { ...environment, OPENCODE_PURE: "1", OPENCODE_DISABLE_AUTOUPDATE: "1" }
  try {
    const { stdout } = await promisify(execFile)(program, ["db", "path"], {
      cwd: directory,
      env,
      timeout: longestStart,
    })
    return stdout.trim()
  } catch (error) {
    throw new SessionStorageError("unsupported", `${program} does not say where its database is.`, {
      cause: error,
      hint: "Update OpenCode: `opencode upgrade`.",
    })
  }
}

/** Resolves with the address that OpenCode says it listens on. */
function addressOf(server: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ""
  const fail = (reason: string) =>
    reject(
      new SessionStorageError("unavailable", `OpenCode did not start: ${reason}.`, {
        hint: `Does \`opencode serve\` start in this folder?${said === "" ? "" : ` It said: ${said.trim().slice(-500)}`}`,
      }),
    )
  const timer = setTimeout(() => fail("it did not listen within three minutes"), longestStart)
  for (const stream of [server.stdout, server.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(-10_000)
      const address = /listening on (http:\/\/\S+)/.exec(said)?.[1]
      if (address !== undefined) resolve(address)
    })
  }
  server.once("error", (error) => fail(error.message))
  server.once("exit", (code, signal) => fail(`it ended with ${code ?? signal}`))
  return promise.finally(() => clearTimeout(timer))
}

/** Ends OpenCode, by force where it does not end by itself. */
async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const exit = once(server, "exit")
  server.kill("SIGTERM")
  const timer = setTimeout(() => server.kill("SIGKILL"), longestEnd)
  await exit
  clearTimeout(timer)
}
