import { createReadStream } from "node:fs"
import { pipeline } from "node:stream"
import { createGunzip } from "node:zlib"
import { SessionStorageError } from "@opencode/session-core"
import { unpackZstandard } from "./zstandard.ts"

/** A kind of packed file, known by its first bytes. */
interface Packing {
  readonly name: string
  readonly magic: readonly number[]
  /** Null where this program cannot unpack it. */
  readonly unpack: ((file: string) => AsyncIterable<Uint8Array>) | null
}

const packings: readonly Packing[] = [
  {
    ...{ name: "gzip", magic: [0x1f, 0x8b] },
    unpack: (file) => pipeline(createReadStream(file), createGunzip(), () => {}),
  },
  { name: "Zstandard", magic: [0x28, 0xb5, 0x2f, 0xfd], unpack: unpackZstandard },
  { name: "xz", magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], unpack: null },
  { name: "bzip2", magic: [0x42, 0x5a, 0x68], unpack: null },
  { name: "ZIP", magic: [0x50, 0x4b, 0x03, 0x04], unpack: null },
]

/**
 * The content of a file that begins like this; null where it is not compressed. Fails with `invalid_input` for a compression that is
 * not known.
 */
export function unpacked(file: string, beginning: Uint8Array, name: string): AsyncIterable<Uint8Array> | null {
  const packing = packings.find(({ magic }) => magic.every((byte, index) => beginning[index] === byte))
  if (packing === undefined) return null
  if (packing.unpack !== null) return packing.unpack(file)
  throw new SessionStorageError("invalid_input", `${name} is compressed with ${packing.name}.`, {
    hint: "Unpack it first. gzip and Zstandard are unpacked while they are read.",
  })
}
