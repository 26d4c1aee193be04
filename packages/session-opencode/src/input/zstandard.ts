import { createReadStream } from "node:fs"
import { type FileHandle, open } from "node:fs/promises"
import { pipeline } from "node:stream"
import * as zlib from "node:zlib"
import { SessionStorageError } from "@opencode/session-core"

/**
 * The content of a file that is compressed with Zstandard. `pzstd` and appending make several frames of it, and Node.js ends after
 * the first: each is unpacked by itself.
 */
export async function* unpackZstandard(file: string): AsyncGenerator<Uint8Array> {
  // Node.js has it since 22.15.
  const { createZstdDecompress } = zlib as Partial<Pick<typeof zlib, "createZstdDecompress">>
  if (createZstdDecompress === undefined) {
    throw new SessionStorageError("runtime_unsupported", "This runtime cannot unpack Zstandard.", {
      hint: "Use Node.js 22.15 or later, or unpack the file with `zstd -d` first.",
    })
  }
  await using handle = await open(file, "r")
  const { size } = await handle.stat()
  for (let start = 0; start < size; ) {
    const { end, isSkippable } = await frameAt(handle, start)
    const frame = createReadStream(file, { start, end: end - 1 })
    // Errors of either reach the loop through the last stream.
    if (!isSkippable) yield* pipeline(frame, createZstdDecompress(), () => {})
    start = end
  }
}

const skippableMagic = 0x184d2a50
const bytesOfDictionaryId = [0, 1, 2, 4]
const bytesOfContentSize = [0, 2, 4, 8]

/** Where a frame ends, by the sizes in its headers (RFC 8878). */
async function frameAt(handle: FileHandle, start: number): Promise<{ end: number; isSkippable: boolean }> {
  const at = (position: number, length: number) => handle.read(Buffer.alloc(length), 0, length, position)
  const { buffer: beginning } = await at(start, 8)
  if (beginning.readUInt32LE(0) >>> 4 === skippableMagic >>> 4) {
    return { end: start + 8 + beginning.readUInt32LE(4), isSkippable: true }
  }
  const descriptor = beginning.readUInt8(4)
  const isSingleSegment = (descriptor & 0x20) !== 0
  const sizeFlag = descriptor >> 6
  const sizeBytes = sizeFlag === 0 && isSingleSegment ? 1 : (bytesOfContentSize[sizeFlag] ?? 0)
  let end = start + 5 + (isSingleSegment ? 0 : 1) + (bytesOfDictionaryId[descriptor & 3] ?? 0) + sizeBytes
  for (;;) {
    const { buffer, bytesRead } = await at(end, 3)
    const header = buffer.readUIntLE(0, 3)
    const isRepeated = ((header >> 1) & 3) === 1
    end += 3 + (isRepeated ? 1 : header >> 3)
    // Where it is cut off, unpacking fails.
    if ((header & 1) === 1 || bytesRead < 3) break
  }
  return { end: end + ((descriptor & 4) === 0 ? 0 : 4), isSkippable: false }
}
