import { spawn } from "node:child_process"

export interface RunProgramOptions {
  /** Milliseconds after which it is killed. */
  timeout: number
  environment?: NodeJS.ProcessEnv
  runAs?: { uid: number; gid: number } | null
  directory?: string
}

/** Runs a program to its end and gives what it wrote to standard output. Fails with the end of what it said. */
export const runProgram = (
  program: string,
  programArguments: readonly string[],
  { timeout, environment, runAs, directory }: RunProgramOptions,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, {
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      killSignal: "SIGKILL",
      env: environment ?? process.env,
      ...(directory === undefined ? {} : { cwd: directory }),
      ...(runAs ?? {}),
    })
    let output = ""
    let everything = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text
      everything += text
    })
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      everything += text
    })
    child.once("error", reject)
    child.once("close", (code, signal) => {
      if (code === 0) return resolve(output)
      const ending = signal === null ? `ended with ${code}` : `was ended by ${signal} (it had ${timeout / 1000} s)`
      reject(new Error(`${program} ${ending}${everything === "" ? "" : `:\n${lastLines(everything)}`}`))
    })
  })

export const lastLines = (text: string, count = 20): string => text.trimEnd().split("\n").slice(-count).join("\n")
