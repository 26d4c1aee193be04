import { mkdir, symlink } from "node:fs/promises"
import { join } from "node:path"
import type { Author } from "@opencode/session-core"
import { importSource } from "@opencode/session-opencode"
import type { FakeModel } from "session-test-opencode/fake-model"
import { OpenCodeMachine } from "session-test-opencode/opencode-machine"
import { type OpenCodeRows, readOpenCodeRows } from "session-test-opencode/opencode-rows"
import { CommandLine, type CommandResult, finished } from "../command-line.ts"

/** A person with a machine: OpenCode, a clone of the project, and the command. All of a team have one store. */
export class Teammate implements AsyncDisposable {
  readonly commandLine: CommandLine
  readonly machine: OpenCodeMachine
  readonly #environment: Record<string, string>

  /** Without a store of somebody else's, theirs is the team's. */
  static async create(model: FakeModel, storeOf?: Teammate): Promise<Teammate> {
    const commandLine = await CommandLine.create()
    const { home, directory, root } = commandLine
    const machine = await OpenCodeMachine.create({ model, home, directory })
    await mkdir(join(root, "bin"))
    await symlink(machine.program, join(root, "bin", "opencode"))
    const store = storeOf?.commandLine ?? commandLine
    return new Teammate(commandLine, machine, join(store.home, ".opencode"))
  }

  private constructor(commandLine: CommandLine, machine: OpenCodeMachine, dataDirectory: string) {
    this.commandLine = commandLine
    this.machine = machine
    const defined = Object.entries(machine.environment).filter(([, value]) => value !== undefined)
    this.#environment = {
      // What is undefined was taken out.
      ...(Object.fromEntries(defined) as Record<string, string>),
      PATH: `${join(commandLine.root, "bin")}:${process.env.PATH}`,
      OPENCODE_DATA_DIRECTORY: dataDirectory,
      OPENCODE_PROJECT_ID: "my-app",
    }
  }

  /** Runs `opencode-session`. */
  run(...commandArguments: string[]): Promise<CommandResult> {
    return finished(this.commandLine.start(commandArguments, this.#environment))
  }

  /** Runs `opencode-session` with `--json`. Fails when it fails. */
  // biome-ignore lint/suspicious/noExplicitAny: every command prints something else, and the tests say what.
  async json(...commandArguments: string[]): Promise<any> {
    const { status, stdout, stderr } = await this.run(...commandArguments, "--json")
    if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`)
    return JSON.parse(stdout)
  }

  /** Says something in a session of OpenCode, and waits for the reply. */
  async say(sessionId: string, text: string): Promise<void> {
    // OpenCode puts an argument with blanks between quotation marks.
    await this.machine.mustRun(["run", "--session", sessionId, ...text.split(" ")])
  }

  /** What OpenCode's database has. */
  rows(): OpenCodeRows {
    return readOpenCodeRows(this.machine.databaseFile)
  }

  /** Imports all of another's history into this one's store, as that person's own machine would. */
  async importAs(author: Author, other: Teammate): Promise<void> {
    await using store = await this.commandLine.store({ allProjects: true })
    await importSource(store, other.machine.databaseFile, { author, project: "my-app" })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.machine[Symbol.asyncDispose]()
    await this.commandLine[Symbol.asyncDispose]()
  }
}

/** The texts of a session's messages, in order. */
export function textsOf({ messages, parts }: OpenCodeRows, sessionId: string): unknown[] {
  return messages
    .filter(({ session_id }) => session_id === sessionId)
    .flatMap(({ id }) => parts.filter(({ message_id }) => message_id === id))
    .map(({ data }) => data as { type: string; text?: string }) // As OpenCode writes parts.
    .filter(({ type }) => type === "text")
    .map(({ text }) => text)
}
