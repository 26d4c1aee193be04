import { relative } from "node:path"
import { resolveSetup } from "@opencode/session-core"
import { sampleFile, showCommand } from "./command.ts"

/** The session that has most to show. */
const sampleSession = "ses_dfdc781d6ffe6QefCAN16c2L61"

/** Shows import, list, one session and search, and says what to try next. Returns the exit code. */
export async function tour(): Promise<number> {
  const { identity, configuration } = await resolveSetup()
  const place = configuration.providerType === "sqlite" ? `, kept in ${configuration.dataDirectory}` : ""
  console.log(`OpenCode sessions in ${configuration.providerType}${place}, for the project ${identity.id}.`)
  const steps = [
    // The sample's own repository is on nobody's disk: here its sessions belong to this checkout.
    ["import", relative(process.cwd(), sampleFile), "--project", identity.id],
    ["list"],
    ["show", sampleSession, "--limit", "3"],
    ["search", "notes"],
  ]
  for (const step of steps) {
    const status = showCommand(step)
    if (status !== 0) return status
  }
  console.log(`
Try next, from this folder:
  npm run -s session -- show last              the session that changed last
  npm run -s session -- search 世界            parts of words, code, any script
  npm run -s session -- list --json            for programs
  npm run -s session -- export last            JSON Lines, with a checksum
  npm run -s session -- delete last            and restore brings it back
  npm run -s session -- doctor                 is everything all right?
  npm run -s session -- import ~/.local/share/opencode/opencode.db     your own history
  npm run -s session -- --help                 everything else`)
  return 0
}
