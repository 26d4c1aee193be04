import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { SessionStorageError } from "../errors/index.ts"
import { findRisk } from "../own-files/file-risk.ts"
import { withFileLock } from "./with-file-lock.ts"

/** A file's content that the user trusts, where it is. */
export interface TrustEntry {
  /** Absolute, the folder's symbolic links resolved. */
  path: string
  /** Of the content, hexadecimal. */
  sha256: string
  /** Epoch milliseconds. */
  trustedAt: number
  /** Modules and programs that the file names by their paths. */
  code: TrustedCode[]
}

/** Code that the user trusts. */
export interface TrustedCode {
  /** Absolute, as the configuration has it. */
  path: string
  /** Of it and the files that it imports, hexadecimal. */
  sha256: string
}

/** A folder or file that others may write to, which the user uses all the same. */
export interface TrustedLocation {
  /** A real path. */
  path: string
  /** The owner's number when it was trusted. Of another owner it is not trusted. */
  owner: number
  /** Epoch milliseconds. */
  trustedAt: number
}

/** All that the user trusts. */
export interface Trust {
  trusted: TrustEntry[]
  locations: TrustedLocation[]
}

/** Reads the user's trust. Nothing when the file is not there; fails with `invalid_configuration` when it is damaged. */
export const readTrustFile = async (trustFile: string): Promise<Trust> => {
  const risk = await findRisk(trustFile)
  if (risk !== null) {
    throw new SessionStorageError(
      "invalid_configuration",
      `${trustFile}, which remembers what you trust, is not believed: ${risk.reason}.`,
      { hint: `Run: ${risk.fix}. Or set XDG_CONFIG_HOME to a folder of your own.` },
    )
  }
  try {
    const content = JSON.parse(await readFile(trustFile, "utf8"))
    const { trustFileSchema } = await import("./trust-file-schema.ts")
    return trustFileSchema.parse(content)
  } catch (cause) {
    // Node's file functions throw errors with a code.
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { trusted: [], locations: [] }
    throw new SessionStorageError(
      "invalid_configuration",
      `${trustFile}, which remembers the configuration files you trust, is damaged or cannot be read.`,
      { hint: "Correct or remove it. After that, files have to be trusted again.", cause },
    )
  }
}

/**
 * Changes what is trusted. The file is replaced as a whole, so that nobody reads half of it, and under a lock, so that two
 * processes that change it at once both succeed. Only its user may read it (0600).
 *
 * Fails with `access_denied` when the file cannot be written, and as `readTrustFile` and `withFileLock` do.
 */
export const changeTrust = async (trustFile: string, change: (trust: Trust) => Trust): Promise<void> => {
  try {
    await mkdir(dirname(trustFile), { recursive: true, mode: 0o700 })
    await withFileLock(`${trustFile}.lock`, async () => {
      const { trusted, locations } = change(await readTrustFile(trustFile))
      await replaceFile(trustFile, { version: 1, trusted, ...(locations.length === 0 ? {} : { locations }) })
    })
  } catch (cause) {
    if (SessionStorageError.isInstance(cause)) throw cause
    throw new SessionStorageError("access_denied", `${trustFile} cannot be written.`, {
      hint: "Check the permissions of the file and of its folder, or set XDG_CONFIG_HOME to a folder of your own.",
      cause,
    })
  }
}

const replaceFile = async (trustFile: string, content: { version: 1 } & Partial<Trust>): Promise<void> => {
  const temporary = `${trustFile}.${crypto.randomUUID()}.tmp`
  try {
    await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, trustFile)
  } finally {
    await rm(temporary, { force: true })
  }
}
