import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs"

const beginningBytes = 64 * 1024

/** The first 64 KiB of a file as text; empty for what is no file, or may not be read. */
export function beginningOf(path: string): string {
  let descriptor: number
  try {
    // A named pipe would wait for its writer for ever.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  } catch {
    return ""
  }
  try {
    if (!fstatSync(descriptor).isFile()) return ""
    const bytes = Buffer.alloc(beginningBytes)
    return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, beginningBytes, 0))
  } catch {
    return ""
  } finally {
    closeSync(descriptor)
  }
}
