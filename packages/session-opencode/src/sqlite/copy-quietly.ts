import { type FileHandle, open } from "node:fs/promises"
import { SessionStorageError } from "@opencode/session-core"

const chunkBytes = 4 * 1024 * 1024
const passesWithoutLock = 3

/**
 * Copies a database in rollback mode without keeping its writers out: after a first pass without a lock, further ones take what has
 * changed, until nothing was written during a whole one. Where somebody writes so much that none succeeds, the last one is made under
 * a lock: it only compares, so that writers wait for a fraction of a second, not for as long as sessions are read.
 *
 * `lock` runs something while writers are kept out. This process may have no other connection to the file.
 */
export async function copyQuietly(
  file: string,
  target: string,
  lock: (run: () => Promise<void>) => Promise<void>,
): Promise<void> {
  // Closing a file drops all locks of the process on it: this one is closed after the locking connection.
  await using source = await open(file, "r")
  await using copy = await open(target, "wx+", 0o600)
  for (let pass = 0; pass < passesWithoutLock; pass += 1) {
    const before = await stateOf(source, file)
    await copyChanges(source, copy)
    if (before !== null && before === (await stateOf(source, file))) return
  }
  await lock(() => copyChanges(source, copy))
}

/** What tells one commit from the next: the change counter in the header. Null while somebody writes. */
async function stateOf(source: FileHandle, file: string): Promise<string | null> {
  const header = await read(source, 0, 100)
  return (await isJournalInUse(file)) ? null : header.toString("base64")
}

async function copyChanges(source: FileHandle, copy: FileHandle): Promise<void> {
  let position = 0
  for (;;) {
    const [chunk, known] = await Promise.all([read(source, position, chunkBytes), read(copy, position, chunkBytes)])
    if (!chunk.equals(known)) await copy.write(chunk, 0, chunk.length, position)
    position += chunk.length
    if (chunk.length < chunkBytes) break
  }
  await copy.truncate(position)
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

const journalMagic = Buffer.from("d9d505f920a163d7", "hex")

/** Whether a rollback journal has something to roll back: at the end of a transaction it is removed, emptied or zeroed. */
export async function isJournalInUse(file: string): Promise<boolean> {
  try {
    await using journal = await open(`${file}-journal`, "r")
    return (await read(journal, 0, journalMagic.length)).equals(journalMagic)
  } catch {
    return false
  }
}

/** Refuses a journal of a transaction over several databases: rolling it back removes another file, which the journal names. */
export async function refuseSuperJournal(file: string): Promise<void> {
  await using journal = await open(`${file}-journal`, "r")
  const { size } = await journal.stat()
  if (!(await read(journal, Math.max(0, size - 8), 8)).equals(journalMagic)) return
  throw new SessionStorageError("corrupt", `${file}-journal belongs to a transaction over several databases.`, {
    hint: "Open the database once with the program that wrote it, or with `sqlite3`, and import it then.",
  })
}
