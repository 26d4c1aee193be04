import { constants } from "node:fs"
import { open } from "node:fs/promises"

const beginningBytes = 64 * 1024

/** The first 64 KiB of a file as text; empty for what is no file, or may not be read. */
export async function readBeginning(path: string): Promise<string> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
    if (!(await file.stat()).isFile()) return ""
    const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0)
    return buffer.toString("utf8", 0, bytesRead)
  } catch {
    return ""
  }
}
