import { spawn } from "node:child_process"

export interface RunOptions {
  folder: string
  environment?: NodeJS.ProcessEnv
}

export interface RunResult {
  status: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Runs a program to its end. The event loop goes on meanwhile: the registry of the tests is in it. */
export function run(command: readonly string[], { folder, environment = process.env }: RunOptions): Promise<RunResult> {
  const [program = "", ...programArguments] = command
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { cwd: folder, env: environment, stdio: ["ignore", "pipe", "pipe"] })
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
