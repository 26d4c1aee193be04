import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { createSessionStore, type Scope, type SessionStore } from "@opencode/session-core"
import { provider } from "@opencode/session-sqlite"
import { soon } from "session-test-support/soon"

/** Less than a test may take, which then says which command did not end. */
const longestCommand = 600_000

const binary = fileURLToPath(new URL("../dist/bin.js", import.meta.url))

export interface CommandResult {
  status: number | null
  stdout: string
  stderr: string
}

/**
 * The built command as a process of its own, in a home and a project folder that are made for one test and go with it.
 * The project is `my-app`.
 */
export class CommandLine implements AsyncDisposable {
  readonly root: string
  readonly home: string
  readonly directory: string
  readonly environment: Record<string, string | undefined>

  static async create(): Promise<CommandLine> {
    const commandLine = new CommandLine(await mkdtemp(join(tmpdir(), "opencode-session-")))
    await mkdir(commandLine.home)
    await mkdir(commandLine.directory)
    return commandLine
  }

  private constructor(root: string) {
    this.root = root
    this.home = join(root, "home")
    this.directory = join(root, "my-app")
    this.environment = {
      PATH: process.env.PATH,
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, ".config"),
      TZ: "UTC",
      // The test's folder may be inside of somebody's repository.
      GIT_CEILING_DIRECTORIES: root,
    }
  }

  get databaseFile(): string {
    return join(this.home, ".opencode", "opencode.db")
  }

  /** Starts the command. */
  start(
    commandArguments: readonly string[],
    environment: Record<string, string> = {},
    nodeArguments: readonly string[] = [],
  ): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [...nodeArguments, binary, ...commandArguments], {
      cwd: this.directory,
      env: { ...this.environment, ...environment },
    })
  }

  /** Runs the command to its end. */
  async run(...commandArguments: string[]): Promise<CommandResult> {
    return finished(this.start(commandArguments))
  }

  /** Runs the command with `--json`. Fails when it fails, or prints anything but one JSON value. */
  // biome-ignore lint/suspicious/noExplicitAny: every command prints something else, and the tests say what.
  async json(...commandArguments: string[]): Promise<any> {
    const { status, stdout, stderr } = await this.run(...commandArguments, "--json")
    if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`)
    return JSON.parse(stdout)
  }

  /** The store that the command opens, from this process. */
  async store(scope: Scope = { projectId: "my-app" }): Promise<SessionStore> {
    const opened = await provider.open(
      { file: this.databaseFile, synchronous: "normal" },
      { dataDirectory: join(this.home, ".opencode"), environment: {} },
    )
    await opened.migrate()
    return createSessionStore({
      provider: opened,
      scope,
      author: { user: "alice", host: "laptop" },
    })
  }

  /** Fills the store, and closes it. */
  async fill<Result>(write: (store: SessionStore) => Promise<Result>): Promise<Result> {
    await using store = await this.store()
    return await write(store)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return rm(this.root, { recursive: true, force: true })
  }
}

/** Waits for a process's end, and for all that it printed. */
export async function finished(child: ChildProcessWithoutNullStreams): Promise<CommandResult> {
  child.stdin.end()
  let stdout = ""
  let stderr = ""
  child.stdout.setEncoding("utf8").on("data", (data: string) => {
    stdout += data
  })
  child.stderr.setEncoding("utf8").on("data", (data: string) => {
    stderr += data
  })
  const ended = once(child, "close")
  try {
    const [status] = await soon(`the command ends: ${child.spawnargs.slice(1).join(" ")}`, ended, longestCommand)
    return { status, stdout, stderr }
  } finally {
    child.kill("SIGKILL")
  }
}

/** Everything that could take over a terminal, or lie about what stands in it. */
export const hostileText =
  "a\u001b[2Jb\u001b]0;title\u0007c\u009b31md\u202etxt.exe\u2066e\u2069\u0000\u007f\u0085\u2028f\r\n\tg\u0008h"

/** What of it must never come out. Line feeds and tabs are looked at by the tests themselves. */
export const harmful = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/
