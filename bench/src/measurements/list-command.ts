import { execFileSync } from "node:child_process"
import { fileURLToPath } from "node:url"
import type { Measurement } from "../measurement.ts"
import { openStore, projectId } from "../support/open-store.ts"
import { takeTurns } from "../support/take-turns.ts"

const sessions = 60
const rounds = 15

const command = fileURLToPath(import.meta.resolve("@opencode/session-cli/bin"))
const script = fileURLToPath(new URL("../support/list-sessions.mjs", import.meta.url))

/** The command `opencode-session list` from the shell, against a short script that prints the same rows. */
export const listCommand: Measurement = {
  name: "list-command",
  async run({ folder }) {
    const file = `${folder}/opencode.db`
    const store = await openStore(file)
    for (let index = 0; index < sessions; index += 1) await store.sessions.create({ title: `Session ${index}` })
    await store.close()
    const environment = { PATH: process.env.PATH, HOME: folder, OPENCODE_DATA_DIRECTORY: folder }
    const run = (...processArguments: string[]) =>
      execFileSync(process.execPath, processArguments, {
        cwd: folder,
        env: environment,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      })
    const list = () => run(command, "list", "--project", projectId)
    const baseline = () => run(script, file, projectId)
    assertSameSessions(list(), baseline())
    const turns = await takeTurns({ clock: "wall", rounds, warmUps: 2, ours: list, baseline })
    return [
      {
        what: "opencode-session list from the shell",
        ours: turns.ours,
        baseline: turns.baseline,
        unit: "ms",
        ratio: turns.ratio,
        budget: { most: 2.5 },
      },
    ]
  },
}

function assertSameSessions(list: string, baseline: string): void {
  const [ours, theirs] = [list, baseline].map((output) => output.match(/\bses_\w+/g)?.join(" "))
  if (ours === undefined || ours !== theirs)
    throw new Error(`The command and the script list others:\n${list}\n${baseline}`)
}
