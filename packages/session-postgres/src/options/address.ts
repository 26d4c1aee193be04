import { isIP } from "node:net"
import { join } from "node:path"
import type { Address } from "@opencode/session-core/server"

export const defaultPort = 5432

export const isPort = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 65_535

/** As libpq reads a host: one that begins with a slash is the folder of the server's socket, whose name has the port. */
export const addressOf = (host: string, port: number): Address =>
  host.startsWith("/")
    ? { socketPath: join(host, `.s.PGSQL.${port}`) }
    : { host: host.replace(/^\[(.*)\]$/, "$1"), port }

/** For people, without secrets: `postgres://db.example:5432/opencode`. */
export function describeAddress({
  address,
  database,
  schema,
}: {
  address: Address
  database: string
  schema: string
}): string {
  const path = `${database}${schema === "public" ? "" : ` (schema ${schema})`}`
  if ("socketPath" in address) return `postgres://unix(${address.socketPath})/${path}`
  const host = address.host.includes(":") ? `[${address.host}]` : address.host
  return `postgres://${host}:${address.port}/${path}`
}

/** Whether the data stays on this machine. */
export function isLocal(address: Address): boolean {
  if ("socketPath" in address) return true
  const host = address.host.toLowerCase()
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."))
}
