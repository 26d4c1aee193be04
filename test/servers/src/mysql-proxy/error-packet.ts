/** An error as a server, or a proxy that speaks for one, sends it. */
export interface ServerError {
  errno: number
  message: string
  /** HY000 by default. */
  sqlState?: string
}

/** The packet of an error. `sequence` is 0 in place of the greeting, and 1 in place of an answer. */
export function errorPacket({ errno, message, sqlState = "HY000" }: ServerError, sequence: number): Buffer {
  const text = Buffer.from(`#${sqlState}${message}`)
  const header = Buffer.alloc(7)
  header.writeUIntLE(text.length + 3, 0, 3)
  header.writeUInt8(sequence, 3)
  header.writeUInt8(0xff, 4)
  header.writeUInt16LE(errno, 5)
  return Buffer.concat([header, text])
}
