import { SessionStorageError } from "@opencode/session-core/provider"

/** A command's first byte, what a block has around it (compound-block.ts), and what the server counts besides. */
const overhead = 128
const separator = 2
/** A UTF-16 unit is at most three bytes of UTF-8. */
const maximumBytesPerUnit = 3

/**
 * Statements in as few packets as the server takes: one, unless they are very long. Fails with `too_large` when a single
 * statement is too long for any.
 *
 * `boundBytes` gives not less than the bytes that they have together: to measure the texts themselves puts each together, and
 * one of 16 MiB is then there twice until the server has answered.
 */
export function makePackets(
  statements: string[],
  maximumPacket: number,
  location: string,
  boundBytes?: () => number,
): string[][] {
  const limit = maximumPacket - overhead
  const units = statements.reduce((sum, statement) => sum + statement.length + separator, 0)
  if (units * maximumBytesPerUnit <= limit) return [statements]
  if (boundBytes !== undefined && boundBytes() + statements.length * separator <= limit) return [statements]
  const packets: string[][] = []
  let packet: string[] = []
  let size = 0
  for (const statement of statements) {
    const bytes = Buffer.byteLength(statement) + separator
    if (bytes > limit) throw tooLarge(bytes, maximumPacket, location)
    if (size + bytes > limit && packet.length > 0) {
      packets.push(packet)
      packet = []
      size = 0
    }
    packet.push(statement)
    size += bytes
  }
  packets.push(packet)
  return packets
}

function tooLarge(bytes: number, limit: number, location: string): SessionStorageError {
  return new SessionStorageError(
    "too_large",
    `A value needs a packet of ${bytes} bytes, and ${location} takes ${limit}. Nothing was written.`,
    { hint: "Raise max_allowed_packet on the server (64M holds every part), or store a shorter value." },
  )
}
