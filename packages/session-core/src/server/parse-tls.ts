import { isAbsolute } from "node:path"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { JsonValue } from "../model/json.ts"
import type { TlsMode, TlsOptions } from "./tls-options.ts"

const files = ["ca", "certificate", "key"] as const
const hint = `It can be true, false, "skip-verify", "preferred", or an object with ca, certificate and key (absolute paths of PEM files) and mode ("verify", "verify-ca" or "skip-verify").`

/** TLS as the option asks for it: without a mode, files alone, or nothing. */
export type TlsOption = Partial<TlsOptions>

/** Checks the option `tls`, whose whole name is `key`. Fails with `invalid_configuration`. */
export function parseTls(value: JsonValue | undefined, key: string): TlsOption {
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
 * What the option and an address ask for together. The option may ask for more than the address, and not for less: the writer of
 * an address that asks for TLS counts on it. `key` is the option, and `source` what has the address. Fails with `invalid_configuration`.
 */
export function combineTls(
  { mode, ...files }: TlsOption,
  ofAddress: TlsMode | undefined,
  { key, source }: { key: string; source: string },
): TlsOptions {
  const hasFiles = Object.keys(files).length > 0
  if (mode !== undefined && ofAddress !== undefined && levels.indexOf(mode) < levels.indexOf(ofAddress)) {
    throw new SessionStorageError(
      "invalid_configuration",
      `${source} asks for TLS (${ofAddress}), and ${key} for less (${mode}).`,
      { hint: "Remove one of the two." },
    )
  }
  if (mode !== undefined) return { mode, ...files }
  if (!hasFiles) return { mode: ofAddress ?? "off" }
  if (ofAddress === "off" || ofAddress === "preferred") {
    throw new SessionStorageError(
      "invalid_configuration",
      `${source} does not insist on TLS (${ofAddress}), and ${key} has files for it.`,
      { hint: "Remove one of the two." },
    )
  }
  // An authority is given to be looked at.
  const verified = ofAddress === "skip-verify" && files.caFile !== undefined ? "verify-ca" : ofAddress
  return { mode: verified ?? "verify", ...files }
}
