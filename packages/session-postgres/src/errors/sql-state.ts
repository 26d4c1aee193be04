import { SessionStorageError } from "@opencode/session-core/provider"

/** The five characters by which a server names an error; undefined for what no server has said. */
export function sqlState(error: unknown): string | undefined {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error) || !("code" in error)) return undefined
  const { code } = error
  // Node.js's own codes are longer, but for a few that have a letter first: EPIPE.
  return typeof code === "string" && /^[0-9A-Z]{5}$/.test(code) && code !== "EPIPE" ? code : undefined
}
