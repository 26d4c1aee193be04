import { stat } from "node:fs/promises"
import type { HealthCheck } from "../provider/health.ts"
import type { PasswordSource } from "./password-source.ts"

/** Where containers get their secrets: nobody else is there to read them, whatever the mode. */
const ofContainer = /^(?:\/var)?\/run\/secrets\//

/** Who else can get at a file with a password. Nothing for a password that is in no file. */
export async function checkPasswordFile(source: PasswordSource): Promise<HealthCheck[]> {
  if (source.kind !== "file") return []
  const { path, key } = source
  const name = "password file"
  try {
    const { mode } = await stat(path)
    // Windows has no such modes.
    const open = process.platform === "win32" || ofContainer.test(path) ? 0 : mode & 0o026
    if (open === 0) return [{ name, status: "ok", message: `${path}, of ${key}` }]
    const what = (open & 0o022) !== 0 ? "change" : "read"
    return [
      {
        name,
        status: "warning",
        message: `other users may ${what} ${path}, of ${key}`,
        hint: `Run: chmod 600 ${path}`,
      },
    ]
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return [{ name, status: "error", message: `${key} cannot be read: ${message}`, hint: "Check the path." }]
  }
}
