import { isIP } from "node:net"
import type { ServerOptions } from "./options.ts"

/** For people, without secrets: `postgres://db.example:5432/opencode`. */
export function describeAddress({ address, database, schema }: ServerOptions): string {
  const path = `${database}${schema === "public" ? "" : ` (schema ${schema})`}`
  if ("socketPath" in address) return `postgres://unix(${address.socketPath})/${path}`
  const host = address.host.includes(":") ? `[${address.host}]` : address.host
  return `postgres://${host}:${address.port}/${path}`
}

/** Whether the data stays on this machine. */
export function isLocal({ address }: ServerOptions): boolean {
  if ("socketPath" in address) return true
  const host = address.host.toLowerCase()
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))
}
