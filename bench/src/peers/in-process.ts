import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"

const program = fileURLToPath(new URL("./in-process.mjs", import.meta.url))

/** Runs a statement on a peer's file, in a process of its own. Gives the values of the first row, where there are any. */
export function runInProcess(file: string, sql: string, values: readonly unknown[] = []): unknown[] {
  const output = execFileSync(process.execPath, [program, file, sql, JSON.stringify(values)], { encoding: "utf8" })
  // The program prints an array, or nothing.
  return output === "" ? [] : (JSON.parse(output) as unknown[])
}
