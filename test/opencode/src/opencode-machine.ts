import { spawn } from "node:child_process"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { mustRun, type RunResult, run } from "session-test-support/run"
import { inject } from "vitest"
import { type FakeModel, modelNames } from "./fake-model.ts"
import { OpenCodeServer } from "./opencode-server.ts"
import "./provided-opencode.ts"

export interface MachineOptions {
  /** What OpenCode talks to. */
  model: FakeModel
  /** The user's home folder. Without one, the machine has its own. */
  home?: string
  /** The folder of the project, which becomes a repository. Without one, the machine has its own. */
  directory?: string
  /** What the user's `opencode.json` has besides the model, such as `plugin`. */
  configuration?: object
  /** Environment variables besides those that every machine has. */
  environment?: Record<string, string>
}

/** The remote of every machine's repository: two machines are two teammates. */
const remote = "git@github.com:acme/widget.git"

/**
 * A user's machine with the real OpenCode: a home, and a repository in which it works. It knows no network but loopback. The end of a
 * test ends what was started on it.
 */
export class OpenCodeMachine implements AsyncDisposable {
  readonly home: string
  readonly directory: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** The path of OpenCode's program. */
  readonly program: string
  readonly #root: string
  readonly #servers: OpenCodeServer[] = []

  static async create({
    model,
    configuration = {},
    environment = {},
    ...given
  }: MachineOptions): Promise<OpenCodeMachine> {
    const { program, reason } = inject("openCode")
    if (program === null) throw new Error(`${reason} A test that runs it takes \`test\` from opencode-test.ts.`)
    const root = await mkdtemp(join(tmpdir(), "opencode-machine-"))
    const { home = join(root, "home"), directory = join(root, "widget") } = given
    await mkdir(join(home, ".config", "opencode"), { recursive: true })
    await mkdir(directory, { recursive: true })
    const settings = { ...settingsFor(model), ...configuration }
    await writeFile(join(home, ".config", "opencode", "opencode.json"), JSON.stringify(settings, null, 2))
    const machine = new OpenCodeMachine(root, program, home, directory, {
      ...environmentOf(home, model),
      ...environment,
    })
    await machine.#createRepository()
    return machine
  }

  private constructor(
    root: string,
    program: string,
    home: string,
    directory: string,
    environment: Record<string, string | undefined>,
  ) {
    this.#root = root
    this.program = program
    this.home = home
    this.directory = directory
    this.environment = environment
  }

  /** OpenCode's database. */
  get databaseFile(): string {
    return join(this.home, ".local", "share", "opencode", "opencode.db")
  }

  /** Runs a command of OpenCode to its end, in the project's folder or another one: `run`, `export`, `import` and others. */
  opencode(commandArguments: readonly string[], folder = this.directory): Promise<RunResult> {
    return run([this.program, ...commandArguments], { folder, environment: this.environment })
  }

  /** The same, of which the user expects no failure. Returns what it printed. */
  mustRun(commandArguments: readonly string[], folder = this.directory): Promise<string> {
    return mustRun([this.program, ...commandArguments], { folder, environment: this.environment })
  }

  /** Starts `opencode serve` in the project's folder or another one. */
  async serve(folder = this.directory): Promise<OpenCodeServer> {
    const child = spawn(this.program, ["serve", "--hostname", "127.0.0.1", "--port", "0", "--print-logs"], {
      cwd: folder,
      env: this.environment,
      stdio: ["ignore", "pipe", "pipe"],
    })
    const server = new OpenCodeServer(child)
    this.#servers.push(server)
    await server.started()
    return server
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const server of this.#servers) await server.stop()
    await rm(this.#root, { recursive: true, force: true })
  }

  async #createRepository(): Promise<void> {
    const git = (...gitArguments: string[]) =>
      mustRun(["git", ...gitArguments], { folder: this.directory, environment: this.environment })
    await git("init", "--quiet")
    await git("remote", "add", "origin", remote)
    const author = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"]
    await git(...author, "commit", "--quiet", "--allow-empty", "--message", "Begin")
  }
}

/** Nothing of this machine's own environment, but for what programs need to run and what ends them with the run. */
const environmentOf = (home: string, model: FakeModel): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  TMPDIR: process.env.TMPDIR,
  OPENCODE_TEST_FOLDER: process.env.OPENCODE_TEST_FOLDER,
  HOME: home,
  TZ: "UTC",
  // OpenCode installs a package into each folder of its configuration. See `FakeModel`.
  npm_config_registry: `${model.address}/`,
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
  OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
  OPENCODE_DISABLE_SHARE: "1",
  // It costs processor time, and tells only an editor's user something.
  OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: "1",
})

const settingsFor = (model: FakeModel) => ({
  autoupdate: false,
  share: "disabled",
  model: `fake/${modelNames.talks}`,
  small_model: `fake/${modelNames.titles}`,
  permission: { "*": "allow" },
  provider: {
    fake: {
      npm: "@ai-sdk/openai-compatible",
      name: "Fake",
      options: { baseURL: `${model.address}/v1`, apiKey: "none" },
      models: {
        [modelNames.talks]: {
          name: "Fake",
          ...{ tool_call: true, reasoning: true, attachment: true },
          modalities: { input: ["text", "image"], output: ["text"] },
          limit: { context: 100_000, output: 4_000 },
          cost: { input: 1, output: 2, cache_read: 0.1 },
        },
        [modelNames.titles]: { name: "Fake for titles", limit: { context: 100_000, output: 4_000 } },
      },
    },
  },
})
