import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"

const blockSize = 512

export interface TarballEntry {
  path: string
  mode: number
  content: Buffer
}

/** The regular files of an uncompressed tarball in the ustar format, without the need for a `tar` program. */
export function* readTarball(tarball: Buffer): Generator<TarballEntry> {
  for (let offset = 0; offset + blockSize <= tarball.length; ) {
    const header = tarball.subarray(offset, offset + blockSize)
    const name = textAt(header, 0, 100)
    if (name === "") return
    const size = octalAt(header, 124, 12)
    const start = offset + blockSize
    offset = start + Math.ceil(size / blockSize) * blockSize
    const type = textAt(header, 156, 1)
    if (type !== "0" && type !== "") continue
    const prefix = textAt(header, 257, 5) === "ustar" ? textAt(header, 345, 155) : ""
    yield {
      path: prefix === "" ? name : `${prefix}/${name}`,
      mode: octalAt(header, 100, 8) & 0o777,
      content: tarball.subarray(start, start + size),
    }
  }
}

/** The files of a package as npm gets it, by their paths, which all begin with `package/`. */
export function readPackage(file: string): Map<string, Buffer> {
  return new Map([...readTarball(gunzipSync(readFileSync(file)))].map(({ path, content }) => [path, content]))
}

const textAt = (header: Buffer, start: number, length: number): string =>
  header
    .toString("utf8", start, start + length)
    .split("\0", 1)
    .join()

const octalAt = (header: Buffer, start: number, length: number): number =>
  Number.parseInt(textAt(header, start, length).trim() || "0", 8)
