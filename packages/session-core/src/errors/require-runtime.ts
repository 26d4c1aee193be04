import { SessionStorageError } from "./session-storage-error.ts"

const oldestMajor = 22

/**
 * Fails with `runtime_unsupported` on a Node.js in which a driver would crash the process instead of saying what it needs. Bun
 * is as good as a new one. `what` needs it, as a plural: `SQLite sessions`.
 */
export function requireRuntime(
  what: string,
  versions: Readonly<Record<string, string | undefined>> = process.versions,
): void {
  const version = versions.node ?? "0"
  // Bun claims to be some Node.js.
  if (versions.bun !== undefined || Number.parseInt(version, 10) >= oldestMajor) return
  throw new SessionStorageError(
    "runtime_unsupported",
    `${what} need Node.js ${oldestMajor} or later; this is ${version}.`,
    { hint: "Install a current Node.js: https://nodejs.org." },
  )
}
