import { spawnSync } from "node:child_process"
import { fileURLToPath } from "node:url"

/** The sample: the database of a real OpenCode 1.18.33 that worked for a made-up team. */
export const sampleFile = fileURLToPath(new URL("../sample/opencode.db", import.meta.url))

const program = fileURLToPath(import.meta.resolve("@opencode/session-cli/bin"))

/** Runs `opencode-session` and shows what it prints. Returns its exit code. */
export function showCommand(words: string[]): number {
  console.log(`\n$ opencode-session ${words.map(quoted).join(" ")}`)
  const { status } = spawnSync(process.execPath, [program, ...words], { stdio: "inherit" })
  return status ?? 1
}

/** Runs `opencode-session` and gives what it printed. */
export function readCommand(
  words: string[],
  dataDirectory: string,
): { status: number; stdout: string; stderr: string } {
  const environment = {
    ...process.env,
    OPENCODE_DATA_DIRECTORY: dataDirectory,
    OPENCODE_SESSION_PROVIDER_TYPE: "sqlite",
  }
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
    encoding: "utf8",
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
  })
  return { status: status ?? 1, stdout, stderr }
}

const quoted = (word: string): string => (/^[\w./:@=-]+$/.test(word) ? word : `"${word}"`)
