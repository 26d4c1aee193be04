import type { Packet } from "./packet-reader.ts"

/** What the client agreed to when it logged in. */
export interface HandshakeAnswer {
  /** Everything after it is encrypted. */
  encrypts: boolean
  deprecatesEof: boolean
  /** Packets are inside of other packets then. */
  compresses: boolean
}

const compress = 1 << 5
const ssl = 1 << 11
const deprecateEof = 1 << 24
const zstd = 1 << 26

/** Reads the client's first packet: its capabilities are the first four bytes. */
export const handshakeAnswer = ({ payload }: Packet): HandshakeAnswer => {
  const capabilities = payload.length < 4 ? 0 : payload.readUInt32LE(0)
  return {
    encrypts: (capabilities & ssl) !== 0,
    deprecatesEof: (capabilities & deprecateEof) !== 0,
    compresses: (capabilities & (compress | zstd)) !== 0,
  }
}
