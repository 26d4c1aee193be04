import { spawn } from "node:child_process"
import { homedir } from "node:os"
import { isAbsolute } from "node:path"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { findProgram } from "../project/find-program.ts"
import { longestPassword, passwordText } from "./password-text.ts"

/**
 * Runs a program and takes the password from its output. No shell is involved. Fails with `invalid_configuration` or `timeout`;
 * neither shows what the program wrote, also not to its standard error: either may hold the secret.
 *
 * @param timeout - milliseconds, after which the program is killed.
 */
export async function runPasswordCommand(command: readonly string[], key: string, timeout: number): Promise<string> {
  const [name = "", ...args] = command
  const program = isAbsolute(name) ? name : await findProgram(name, process.env)
  if (program === null) throw failure(key, `${name} is not on PATH`, "Install it, or write its absolute path.")
  return passwordText(await run(program, args, key, timeout), key)
}

function run(program: string, args: readonly string[], key: string, timeout: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      // Not the current folder, which may be a stranger's repository.
      cwd: homedir(),
      stdio: ["ignore", "pipe", "ignore"],
      windowsHide: true,
    })
    const chunks: Buffer[] = []
    let length = 0
    let problem: SessionStorageError | undefined
    const stop = (error: SessionStorageError) => {
      problem ??= error
      child.kill("SIGKILL")
      // A process that the program has left behind may still hold the pipe.
      child.stdout.destroy()
    }
    const timer = setTimeout(
      () =>
        stop(
          new SessionStorageError("timeout", `${key} gave no password within ${(timeout / 1000).toFixed(1)} seconds.`, {
            hint: "Run it by hand: it must not wait for input.",
          }),
        ),
      timeout,
    )
    child.stdout.on("data", (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > longestPassword) stop(failure(key, `it wrote more than ${longestPassword} bytes`))
    })
    child.on("error", (error) => {
      clearTimeout(timer)
      reject(failure(key, error.message))
    })
    child.on("close", (code, signal) => {
      clearTimeout(timer)
      if (problem !== undefined) reject(problem)
      else if (code === 0) resolve(Buffer.concat(chunks))
      else reject(failure(key, code === null ? `it was ended by ${signal}` : `it ended with exit code ${code}`))
    })
  })
}

const failure = (
  key: string,
  reason: string,
  hint = "Run it by hand to see what it says: its output is not shown here, since it may hold the password.",
): SessionStorageError => new SessionStorageError("invalid_configuration", `${key} failed: ${reason}.`, { hint })
