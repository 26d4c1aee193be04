import { isAbsolute } from "node:path"
import { type JsonValue, SessionStorageError } from "@opencode/session-core/provider"
import type { TlsMode } from "./dsn/dsn.ts"
import type { TlsOptions } from "./options.ts"

const key = "sessionProvider.mysql.tls"
const files = ["ca", "certificate", "key"] as const
const hint = `It can be true, false, "skip-verify", "preferred", or an object with ca, certificate and key (absolute paths of PEM files) and mode ("verify", "verify-ca" or "skip-verify").`

/** TLS as the option asks for it: without a mode, files alone, or nothing. */
export type TlsOption = Partial<TlsOptions>

/** Checks `sessionProvider.mysql.tls`. */
export function parseTls(value: JsonValue | undefined): TlsOption {
  if (value === undefined) return {}
  if (value === false) return { mode: "off" }
  if (value === true) return { mode: "verify" }
  if (value === "skip-verify" || value === "preferred") return { mode: value }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(`${key} must be something else.`)
  const unknown = Object.keys(value).find((each) => each !== "mode" && !files.some((file) => file === each))
  if (unknown !== undefined) throw invalid(`${key} has a key that is not known.`)
  const { ca, certificate, key: keyFile, mode } = value
  for (const file of files) {
    const path = value[file]
    if (path !== undefined && (typeof path !== "string" || !isAbsolute(path))) {
      // What stands here by mistake may be the key itself.
      throw invalid(`${key}.${file} must be the absolute path of a file.`)
    }
  }
  if (mode !== undefined && !isMode(mode)) throw invalid(`${key}.mode cannot be that.`)
  if ((certificate === undefined) !== (keyFile === undefined)) {
    throw invalid(`${key}.certificate and ${key}.key belong together.`)
  }
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(typeof ca === "string" && { caFile: ca }),
    ...(typeof certificate === "string" && { certificateFile: certificate }),
    ...(typeof keyFile === "string" && { keyFile }),
  }
}

const isMode = (value: JsonValue): value is TlsMode =>
  ["verify", "verify-ca", "skip-verify"].some((mode) => mode === value)

const invalid = (message: string) => new SessionStorageError("invalid_configuration", message, { hint })

const levels: readonly TlsMode[] = ["off", "preferred", "skip-verify", "verify-ca", "verify"]

/**
 * What the option and a DSN ask for together. The option may ask for more than the DSN, and not for less: who wrote a DSN that
 * asks for TLS counts on it. Fails with `invalid_configuration`.
 */
export function combineTls({ mode, ...files }: TlsOption, ofDsn: TlsMode | undefined, source: string): TlsOptions {
  const hasFiles = Object.keys(files).length > 0
  if (mode !== undefined && ofDsn !== undefined && levels.indexOf(mode) < levels.indexOf(ofDsn)) {
    throw new SessionStorageError(
      "invalid_configuration",
      `${source} asks for TLS (${ofDsn}), and ${key} for less (${mode}).`,
      { hint: "Remove one of the two." },
    )
  }
  if (mode !== undefined) return { mode, ...files }
  if (!hasFiles) return { mode: ofDsn ?? "off" }
  if (ofDsn === "off" || ofDsn === "preferred") {
    throw new SessionStorageError(
      "invalid_configuration",
      `${source} does not insist on TLS (${ofDsn}), and ${key} has files for it.`,
      { hint: "Remove one of the two." },
    )
  }
  // An authority is given to be looked at.
  const verified = ofDsn === "skip-verify" && files.caFile !== undefined ? "verify-ca" : ofDsn
  return { mode: verified ?? "verify", ...files }
}
