import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { root } from "./packs.mjs"

/** Runs checks one after the other, says how each went, and shows the output of those that failed. */
export function runChecks(checks) {
  let failed = 0
  for (const { name, command, folder = "" } of checks) {
    const [program, ...programArguments] = command
    const { status, stdout, stderr, error } = spawnSync(program, programArguments, {
      cwd: join(root, folder),
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    })
    console.log(`${status === 0 ? "✓" : "✗"} ${name}`)
    if (status === 0) continue
    failed += 1
    console.log(error?.message ?? `${stdout}${stderr}`)
  }
  return { passed: checks.length - failed, failed }
}
