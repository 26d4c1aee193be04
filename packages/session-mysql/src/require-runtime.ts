import { SessionStorageError } from "@opencode/session-core"

const oldestMajor = 22

/** Fails with `runtime_unsupported` on a Node.js that is too old. Bun is as good. */
export function requireRuntime(versions: Readonly<Record<string, string | undefined>> = process.versions): void {
  const version = versions.node ?? "0"
  if (versions.bun !== undefined || Number.parseInt(version, 10) >= oldestMajor) return
  throw new SessionStorageError(
    "runtime_unsupported",
    `MySQL sessions need Node.js ${oldestMajor} or later; this is ${version}.`,
    { hint: "Install a current Node.js: https://nodejs.org." },
  )
}
