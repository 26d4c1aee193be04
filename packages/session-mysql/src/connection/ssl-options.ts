import { readFileSync, statSync } from "node:fs"
import { SessionStorageError } from "@opencode/session-core/provider"
import type { SslOptions } from "mysql2"
import type { TlsOptions } from "../options/options.ts"

interface Known {
  ssl: SslOptions
  /** Of the files that it was read from: certificates live for hours in some places, and are replaced. */
  stamps: string
}

const known = new WeakMap<TlsOptions, Known>()

/** For the driver. One object as long as the files stay the same: connections that share it share a TLS context, too. */
export function sslOptions(tls: TlsOptions): SslOptions {
  const { mode, caFile, certificateFile, keyFile } = tls
  const files = { ca: caFile, certificate: certificateFile, key: keyFile }
  const stamps = Object.entries(files)
    .map(([key, file]) => (file === undefined ? "" : stampOf(file, key)))
    .join()
  const before = known.get(tls)
  if (before?.stamps === stamps) return before.ssl
  const ssl: SslOptions = {
    rejectUnauthorized: mode === "verify" || mode === "verify-ca",
    verifyIdentity: mode === "verify",
    ...(caFile !== undefined && { ca: readPem(caFile, "ca") }),
    ...(certificateFile !== undefined && { cert: readPem(certificateFile, "certificate") }),
    ...(keyFile !== undefined && { key: readPem(keyFile, "key") }),
  }
  known.set(tls, { ssl, stamps })
  return ssl
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
    throw new SessionStorageError(
      "invalid_configuration",
      `sessionProvider.mysql.tls.${key} cannot be read: ${reason}`,
      { cause, hint: "Check the path and the file's permissions." },
    )
  }
}
