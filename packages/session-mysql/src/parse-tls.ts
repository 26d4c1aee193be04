import { isAbsolute } from "node:path"
import { type JsonValue, SessionStorageError } from "@opencode/session-core"
import type { TlsMode } from "./dsn/dsn.ts"
import type { TlsOptions } from "./options.ts"

const key = "sessionProvider.mysql.tls"
const files = ["ca", "certificate", "key"] as const
const hint = `It can be true, false, "skip-verify", "preferred", or an object with ca, certificate and key (absolute paths of PEM files) and mode ("verify", "verify-ca" or "skip-verify").`

/** Checks `sessionProvider.mysql.tls`. */
export function parseTls(value: JsonValue | undefined): TlsOptions {
  if (value === undefined || value === false) return { mode: "off" }
  if (value === true) return { mode: "verify" }
  if (value === "skip-verify" || value === "preferred") return { mode: value }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid(`${key} must be something else.`)
  const unknown = Object.keys(value).find((each) => each !== "mode" && !files.some((file) => file === each))
  if (unknown !== undefined) throw invalid(`${key} has a key that is not known.`)
  const { ca, certificate, key: keyFile, mode = "verify" } = value
  for (const file of files) {
    const path = value[file]
    if (path !== undefined && (typeof path !== "string" || !isAbsolute(path))) {
      // What stands here by mistake may be the key itself.
      throw invalid(`${key}.${file} must be the absolute path of a file.`)
    }
  }
  if (!isMode(mode)) throw invalid(`${key}.mode cannot be that.`)
  if ((certificate === undefined) !== (keyFile === undefined)) {
    throw invalid(`${key}.certificate and ${key}.key belong together.`)
  }
  return {
    mode,
    ...(typeof ca === "string" && { caFile: ca }),
    ...(typeof certificate === "string" && { certificateFile: certificate }),
    ...(typeof keyFile === "string" && { keyFile }),
  }
}

const isMode = (value: JsonValue): value is TlsMode =>
  ["verify", "verify-ca", "skip-verify"].some((mode) => mode === value)

const invalid = (message: string) => new SessionStorageError("invalid_configuration", message, { hint })
