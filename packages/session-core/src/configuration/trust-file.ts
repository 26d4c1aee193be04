import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { SessionStorageError } from "../errors/index.ts"
import { withFileLock } from "./with-file-lock.ts"

/** A file's content that the user trusts, where it is. */
export interface TrustEntry {
  /** Absolute, the folder's symbolic links resolved. */
  path: string
  /** Of the content, hexadecimal. */
  sha256: string
  /** Epoch milliseconds. */
  trustedAt: number
}

/** Reads the user's trust. Nothing when the file is not there; fails with `invalid_configuration` when it is damaged. */
export const readTrustFile = async (trustFile: string): Promise<TrustEntry[]> => {
  try {
    const content = JSON.parse(await readFile(trustFile, "utf8"))
    const { trustFileSchema } = await import("./trust-file-schema.ts")
    return trustFileSchema.parse(content).trusted
  } catch (cause) {
    // Node's file functions throw errors with a code.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return []
    throw new SessionStorageError(
      "invalid_configuration",
      `${trustFile}, which remembers the configuration files you trust, is damaged or cannot be read.`,
      { hint: "Correct or remove it. After that, files have to be trusted again.", cause },
    )
  }
}

/**
 * Adds an entry. The file is replaced as a whole, so that nobody reads half of it, and under a lock, so that two
 * processes that add entries at once both succeed. Only its user may read it (0600).
 *
 * Fails with `access_denied` when the file cannot be written, and as `readTrustFile` and `withFileLock` do.
 */
export const addTrustEntry = async (trustFile: string, entry: TrustEntry): Promise<void> => {
  try {
    await mkdir(dirname(trustFile), { recursive: true, mode: 0o700 })
    await withFileLock(`${trustFile}.lock`, async () => {
      const others = (await readTrustFile(trustFile)).filter(
        ({ path, sha256 }) => path !== entry.path || sha256 !== entry.sha256,
      )
      await replaceFile(trustFile, { version: 1, trusted: [...others, entry] })
    })
  } catch (cause) {
    if (SessionStorageError.isInstance(cause)) throw cause
    throw new SessionStorageError("access_denied", `${trustFile} cannot be written.`, {
      hint: "Check the permissions of the file and of its folder.",
      cause,
    })
  }
}

const replaceFile = async (trustFile: string, content: { version: 1; trusted: TrustEntry[] }): Promise<void> => {
  const temporary = `${trustFile}.${crypto.randomUUID()}.tmp`
  try {
    await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, trustFile)
  } finally {
    await rm(temporary, { force: true })
  }
}
