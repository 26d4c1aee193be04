import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { demoFolder } from "../demo-folder.ts"

const program = join(demoFolder, "dist", "main.js")

export interface DemoProcessOptions {
  /** The home of who runs it: its data, and its configuration. */
  home: string
  /** The folder whose project it shows. */
  directory: string
  arguments?: string[]
  environment?: Record<string, string>
}

/** A demo in a process of its own, as `npm run demo` starts it. */
export class DemoProcess {
  readonly #child: ChildProcess
  /** What it printed. */
  output = ""
  address = ""

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts it on a free port, and returns when it serves. */
  static async start(options: DemoProcessOptions): Promise<DemoProcess> {
    const words = [program, "--port", "0", "--directory", options.directory, ...(options.arguments ?? [])]
    const child = spawn(process.execPath, words, {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...inherited(), HOME: options.home, USERPROFILE: options.home, ...options.environment },
    })
    const demo = new DemoProcess(child)
    const exited = once(child, "exit").then(() => {
      throw new Error(`The demo ended before it served:\n${demo.output}`)
    })
    const served = new Promise<void>((resolve) => {
      const read = (chunk: string) => {
        demo.output += chunk
        const address = /^ {2}(http:\/\/\S+)$/m.exec(demo.output)?.[1]
        if (address === undefined || demo.address !== "") return
        demo.address = address
        resolve()
      }
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding("utf8")
        stream?.on("data", read)
      }
    })
    await Promise.race([served, exited])
    // From here on, its end is what somebody wanted.
    exited.catch(() => {})
    return demo
  }

  get processId(): number | undefined {
    return this.#child.pid
  }

  /** Ends it as Ctrl-C does. Gives its exit code. */
  interrupt(): Promise<number | null> {
    return this.#end("SIGINT")
  }

  /** Ends it as a crash does. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL")
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, "exit")
      this.#child.kill(signal)
      await exited
    }
    return this.#child.exitCode
  }
}

/** This process's environment without what would lead the demo elsewhere. */
function inherited(): Record<string, string | undefined> {
  const names = Object.keys(process.env).filter(
    (name) => !/^(OPENCODE_|XDG_|INIT_CWD$|VITEST|NODE_OPTIONS$)/.test(name),
  )
  return Object.fromEntries(names.map((name) => [name, process.env[name]]))
}
