import { spawn } from "node:child_process"

export interface RunOptions {
  folder: string
  environment?: NodeJS.ProcessEnv
  /** Kills the program when it is aborted. A test's own signal: a program that outlives its test slows down all that follow. */
  signal?: AbortSignal
}

export interface RunResult {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Runs a program to its end. The event loop goes on meanwhile: the registry of the tests is in it. */
export function run(command: readonly string[], options: RunOptions): Promise<RunResult> {
  const { folder, environment = process.env, signal } = options
  const [program = "", ...programArguments] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      cwd: folder,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      killSignal: "SIGKILL",
      ...(signal === undefined ? {} : { signal }),
    })
    let stdout = ""
    let stderr = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text
    })
    child.on("error", reject)
    child.on("close", (status, signal) => resolve({ status, signal, stdout, stderr }))
  })
}

/** Runs a program that must succeed. Gives what it printed. */
export async function mustRun(command: readonly string[], options: RunOptions): Promise<string> {
  const { status, signal, stdout, stderr } = await run(command, options)
  if (status === 0) return stdout
  throw new Error(`${command.join(" ")} ended with ${status ?? signal}:\n${stdout}${stderr}`)
}
