import { readdirSync, readFileSync, statSync } from "node:fs"
import { join, relative, sep } from "node:path"

const blockSize = 512

/**
 * A package's folder as a tarball. The `tar` program would write files that share their content as links, which pnpm's store
 * is full of and npm does not unpack.
 */
export function tarballOf(folder: string): Buffer {
  const blocks: Buffer[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = relative(folder, join(entry.parentPath, entry.name))
    if (!entry.isFile() || path.split(sep).includes("node_modules")) continue
    const content = readFileSync(join(folder, path))
    const { mode } = statSync(join(folder, path))
    blocks.push(headerOf(`package/${path.split(sep).join("/")}`, content.length, mode), content)
    blocks.push(Buffer.alloc(-content.length & (blockSize - 1)))
  }
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)])
}

/** A header in the format ustar: text and octal numbers at fixed places. */
function headerOf(path: string, size: number, mode: number): Buffer {
  const header = Buffer.alloc(blockSize)
  // A long path is split at a slash: 100 bytes for its end, 155 for its beginning.
  const slash = path.length > 100 ? path.indexOf("/", path.length - 101) : -1
  const octal = (value: number, length: number) => value.toString(8).padStart(length, "0")
  header.write(path.slice(slash + 1), 0)
  header.write(octal(mode & 0o777, 7), 100)
  header.write(octal(0, 7), 108)
  header.write(octal(0, 7), 116)
  header.write(octal(size, 11), 124)
  header.write(octal(0, 11), 136)
  header.write("        ", 148)
  header.write("0", 156)
  header.write("ustar\0" + "00", 257)
  header.write(path.slice(0, Math.max(0, slash)), 345)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${octal(sum, 6)}\0 `, 148)
  return header
}
