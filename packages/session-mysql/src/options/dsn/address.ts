import { isIP } from "node:net"
import type { Address } from "@opencode/session-core/server"

export const defaultPort = 3306

/** Reads `host`, `host:port`, `[::1]` or `[::1]:port`; undefined when it is none. */
export function parseHostAndPort(text: string): { host: string; port: number } | undefined {
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::(\d+))?$/.exec(text) ?? []
  const host = bracketed ?? plain
  if (host === undefined || (bracketed !== undefined && isIP(bracketed.split("%")[0] ?? "") !== 6)) return undefined
  if (!/^[^\s/?#@(),]*$/.test(host)) return undefined
  const port = digits === undefined ? defaultPort : Number(digits)
  return isPort(port) ? { host: host === "" ? "127.0.0.1" : host, port } : undefined
}

export const isPort = (value: number): boolean => Number.isInteger(value) && value >= 1 && value <= 65_535

/** For people, without secrets: `mysql://db.example:3306/opencode`. */
export function describeAddress(address: Address, database: string): string {
  if ("socketPath" in address) return `mysql://unix(${address.socketPath})/${database}`
  const host = address.host.includes(":") ? `[${address.host}]` : address.host
  return `mysql://${host}:${address.port}/${database}`
}

/** Whether the data stays on this machine. */
export function isLocal(address: Address): boolean {
  if ("socketPath" in address) return isLocalPath(address.socketPath)
  const host = address.host.toLowerCase()
  if (host === "localhost" || host === "::1" || host === "0:0:0:0:0:0:0:1") return true
  return isIP(host) === 4 && host.startsWith("127.")
}

/**
 * On Windows a socket is a pipe. `\\host\pipe\mysql` is one of another machine, even where the host's name is this one's:
 * Windows then logs in to it by network. Only `\\.\pipe\` and `\\?\pipe\` are local, and a `..` could leave them.
 */
function isLocalPath(path: string): boolean {
  const parts = path.split(/[\\/]/)
  const isNetworkPath = parts[0] === "" && parts[1] === "" && parts.length > 2
  if (!isNetworkPath) return true
  return (parts[2] === "." || parts[2] === "?") && parts[3]?.toLowerCase() === "pipe" && !parts.includes("..")
}
