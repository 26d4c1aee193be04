import { SessionStorageError } from "@opencode/session-core"

const oldestMajor = 22

/**
 * Fails with `runtime_unsupported` where the driver would crash the process instead of saying what it needs.
 */
export function requireRuntime(versions: Readonly<Record<string, string | undefined>> = process.versions): void {
  const version = versions.node ?? "0"
  if (versions.bun !== undefined || Number.parseInt(version, 10) >= oldestMajor) return
  throw new SessionStorageError(
    "runtime_unsupported",
    `SQLite sessions need Node.js ${oldestMajor} or later; this is ${version}.`,
    {
      hint: "Install a current Node.js: https://nodejs.org.",
    },
  )
}
