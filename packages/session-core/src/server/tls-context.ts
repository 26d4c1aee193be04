import { readFileSync, statSync } from "node:fs"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { TlsOptions } from "./tls-options.ts"

/** What TLS is set up with, PEM. */
export interface TlsContext {
  /** Whether the server's certificate must be signed by a known authority. */
  rejectUnauthorized: boolean
  /** Whether it must be for the server's name. */
  verifyIdentity: boolean
  /** Authorities instead of the system's. */
  ca?: string
  /** The client's own certificate. */
  cert?: string
  /** The key of that certificate. */
  key?: string
}

interface Known {
  context: TlsContext
  /** Of the files that it was read from: certificates live for hours in some places, and are replaced. */
  stamps: string
}

const known = new WeakMap<TlsOptions, Known>()

/** One object as long as the files stay the same. Fails with `invalid_configuration` that names the option of a file that is not read. */
export function tlsContext(tls: TlsOptions, prefix: string): TlsContext {
  const { mode, caFile, certificateFile, keyFile } = tls
  const files = { ca: caFile, certificate: certificateFile, key: keyFile }
  const stamps = Object.entries(files)
    .map(([key, file]) => (file === undefined ? "" : stampOf(file, `${prefix}.tls.${key}`)))
    .join()
  const before = known.get(tls)
  if (before?.stamps === stamps) return before.context
  const context: TlsContext = {
    rejectUnauthorized: mode === "verify" || mode === "verify-ca",
    verifyIdentity: mode === "verify",
    ...(caFile !== undefined && { ca: readPem(caFile, `${prefix}.tls.ca`) }),
    ...(certificateFile !== undefined && { cert: readPem(certificateFile, `${prefix}.tls.certificate`) }),
    ...(keyFile !== undefined && { key: readPem(keyFile, `${prefix}.tls.key`) }),
  }
  known.set(tls, { context, stamps })
  return context
}

function stampOf(file: string, key: string): string {
  return reading(key, () => {
    const { mtimeMs, size, ino } = statSync(file)
    return `${mtimeMs}-${size}-${ino}`
  })
}

const readPem = (file: string, key: string): string => reading(key, () => readFileSync(file, "utf8"))

function reading(key: string, read: () => string): string {
  try {
    return read()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SessionStorageError("invalid_configuration", `${key} cannot be read: ${reason}`, {
      cause,
      hint: "Check the path and the file's permissions.",
    })
  }
}
