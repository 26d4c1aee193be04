import type { ClientCommand } from "../proxy/protocol.ts"
import { longestPayload, type Packet } from "./packet-reader.ts"

const names: Record<number, string> = {
  1: "quit",
  2: "select database",
  3: "query",
  4: "list fields",
  9: "statistics",
  14: "ping",
  17: "change user",
  22: "prepare",
  23: "execute",
  24: "send long data",
  25: "close statement",
  26: "reset statement",
  27: "set option",
  28: "fetch",
  31: "reset connection",
}
const withText = new Set(["query", "prepare"])

/** Puts together the commands of one client out of its packets; the handshake's packets are none. */
export class CommandReader {
  #parts: Buffer[] = []

  /** Gives the command that is complete with this packet, if one is. */
  read({ sequence, payload }: Packet): ClientCommand | null {
    // The server begins the handshake, so that the client's answers have numbers above 0.
    if (sequence === 0) this.#parts = []
    else if (this.#parts.length === 0) return null
    this.#parts.push(payload)
    if (payload.length === longestPayload) return null
    const parts = this.#parts
    this.#parts = []
    return toCommand(parts)
  }
}

const toCommand = (parts: Buffer[]): ClientCommand => {
  const payload = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts)
  const code = payload[0] ?? 0
  const name = names[code] ?? `command ${code}`
  return {
    name,
    text: withText.has(name) ? payload.toString("utf8", 1) : "",
    bytes: payload.length,
    packets: parts.length,
  }
}
