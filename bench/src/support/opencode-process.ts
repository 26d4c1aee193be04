import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type FakeModel, modelNames } from "session-test-opencode/fake-model"

/** Ticks a second in which Linux counts a process's time. */
const ticksPerSecond = 100

/** A real OpenCode with a home of its own, which serves its API. Killed when it is disposed. */
export class OpenCodeProcess implements Disposable {
  readonly #child: ChildProcess
  readonly databaseFile: string
  #url = ""

  private constructor(child: ChildProcess, databaseFile: string) {
    this.#child = child
    this.databaseFile = databaseFile
  }

  static async start(
    program: string,
    folder: string,
    model: FakeModel,
    configuration: object,
  ): Promise<OpenCodeProcess> {
    const home = join(folder, "home")
    const repository = join(folder, "widget")
    mkdirSync(join(home, ".config", "opencode"), { recursive: true })
    mkdirSync(repository)
    execFileSync("git", ["init", "--quiet"], { cwd: repository })
    const settings = { ...settingsFor(model), ...configuration }
    writeFileSync(join(home, ".config", "opencode", "opencode.json"), JSON.stringify(settings))
    const child = spawn(program, ["serve", "--hostname", "127.0.0.1", "--port", "0"], {
      cwd: repository,
      env: { ...quietly, PATH: process.env.PATH, HOME: home, npm_config_registry: `${model.address}/` },
      stdio: ["ignore", "pipe", "ignore"],
    })
    const opencode = new OpenCodeProcess(child, join(home, ".local", "share", "opencode", "opencode.db"))
    let output = ""
    while (opencode.#url === "") {
      const [piece] = await once(child.stdout, "data")
      output += piece
      opencode.#url = /listening on (http:\S+)/.exec(output)?.[1] ?? ""
    }
    child.stdout.resume()
    return opencode
  }

  async createSession(): Promise<string> {
    const { id } = await this.#post("/session", { title: "Measured" })
    return String(id)
  }

  /** Waits for the reply's end. */
  async prompt(sessionId: string, text: string): Promise<void> {
    const model = { providerID: "fake", modelID: modelNames.talks }
    await this.#post(`/session/${sessionId}/message`, { model, parts: [{ type: "text", text }] })
  }

  /** What the process has computed so far, in all its threads. Linux counts in hundredths of a second. */
  processorMilliseconds(): number {
    // The name, in brackets, may hold anything.
    const fields = readFileSync(`/proc/${this.#child.pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ")
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond
  }

  [Symbol.dispose](): void {
    this.#child.kill("SIGKILL")
  }

  async #post(path: string, body: object): Promise<Record<string, unknown>> {
    const headers = { "content-type": "application/json" }
    const response = await fetch(new URL(path, this.#url), { method: "POST", headers, body: JSON.stringify(body) })
    if (!response.ok) throw new Error(`OpenCode answered ${response.status} to ${path}.`)
    // Each answer of these is an object.
    return (await response.json()) as Record<string, unknown>
  }
}

const quietly = {
  OPENCODE_DISABLE_AUTOUPDATE: "1",
  OPENCODE_DISABLE_DEFAULT_PLUGINS: "1",
  OPENCODE_DISABLE_LSP_DOWNLOAD: "1",
  OPENCODE_DISABLE_MODELS_FETCH: "1",
  OPENCODE_DISABLE_SHARE: "1",
  OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: "1",
}

const settingsFor = (model: FakeModel) => ({
  ...{ autoupdate: false, share: "disabled", permission: { "*": "allow" } },
  model: `fake/${modelNames.talks}`,
  small_model: `fake/${modelNames.titles}`,
  provider: {
    fake: {
      npm: "@ai-sdk/openai-compatible",
      options: { baseURL: `${model.address}/v1`, apiKey: "x" },
      models: Object.fromEntries(
        Object.values(modelNames).map((name) => [
          name,
          { tool_call: true, limit: { context: 1_000_000, output: 40_000 } },
        ]),
      ),
    },
  },
})
