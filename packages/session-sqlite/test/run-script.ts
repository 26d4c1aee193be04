import { execFile } from "node:child_process"
import { bundleProgram } from "session-test-support/bundle-program"

/** How a script ended. */
export interface Ended {
  code: number | null
  signal: string | null
  output: string
}

/** An ordinary user, for tests that run as root, whom no permission stops. */
export const nobody = 65_534
export const isRoot = process.getuid?.() === 0

/** By their names. */
const scripts = new Map<string, Promise<string>>()

/** Runs a module of this folder in another process, as another user where one is given. */
export async function runScript(name: string, values: string[], user?: number): Promise<Ended> {
  const bundling = scripts.get(name) ?? bundleProgram(new URL(name, import.meta.url))
  scripts.set(name, bundling)
  const script = await bundling
  const identity = user === undefined ? {} : { uid: user, gid: user }
  const { NODE_OPTIONS: _options, ...env } = process.env
  return new Promise((resolve) => {
    const options = { timeout: 120_000, env, cwd: "/", ...identity }
    const child = execFile(process.execPath, [script, ...values], options, (error, stdout, stderr) => {
      resolve({ code: child.exitCode, signal: error?.signal ?? null, output: `${stdout}${stderr}` })
    })
  })
}
