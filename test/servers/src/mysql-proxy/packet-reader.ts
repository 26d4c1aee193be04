/** One packet of MySQL's protocol. */
export interface Packet {
  /** 0 begins a command; the others go on with it, or with the handshake. */
  sequence: number
  payload: Buffer
}

const headerLength = 4
/** A packet of this length is gone on with by the next one. */
export const longestPayload = 0xffffff

/**
 * Cuts one direction of a connection into packets: a header of a 3-byte length and a sequence number, then the payload.
 * Nothing can be read any more once the connection is encrypted.
 */
export class PacketReader {
  #chunks: Buffer[] = []
  #length = 0

  /** Takes bytes as they came and gives the packets that are complete with them. */
  read(chunk: Buffer): Packet[] {
    this.#chunks.push(chunk)
    this.#length += chunk.length
    const packets: Packet[] = []
    for (let wanted = this.#wanted(); this.#length >= wanted; wanted = this.#wanted()) {
      const bytes = this.#joined()
      packets.push({ sequence: bytes.readUInt8(3), payload: bytes.subarray(headerLength, wanted) })
      this.#chunks = [bytes.subarray(wanted)]
      this.#length -= wanted
    }
    return packets
  }

  /** How many bytes the next packet has with its header, as far as that is known. */
  #wanted(): number {
    if (this.#length < headerLength) return headerLength
    if ((this.#chunks[0]?.length ?? 0) < headerLength) this.#joined()
    return headerLength + (this.#chunks[0]?.readUIntLE(0, 3) ?? 0)
  }

  /** Joined only when something is complete: a long packet comes in many small chunks. */
  #joined(): Buffer {
    const bytes = Buffer.concat(this.#chunks)
    this.#chunks = [bytes]
    return bytes
  }
}
