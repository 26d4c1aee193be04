import { readFileSync, statSync } from "node:fs"
import { type JsonValue, SessionStorageError } from "@opencode/session-core"
import { translateFileError } from "../source/file-error.ts"
import { parseJson } from "../values/json-text.ts"

/** Bytes of the largest file that is read: as for a row of a database. */
const maximumBytes = 64 * 1024 * 1024

/** What a file of the storage says; `value` is undefined where its text is not JSON, or nested too deeply. */
export interface StorageFile {
  value: JsonValue | undefined
  text: string
  /** Bytes. `text` is empty where the file is too large to be read. */
  size: number
  isTooLarge: boolean
}

/** Reads a file; null where it is not there. Its text may be in the middle of being written: then it is not JSON. */
export function readStorageFile(file: string): StorageFile | null {
  try {
    const { size } = statSync(file)
    if (size > maximumBytes) return { value: undefined, text: "", size, isTooLarge: true }
    const text = readFileSync(file, "utf8").replace(/^\ufeff/, "")
    return { value: parseJson(text), text, size, isTooLarge: false }
  } catch (error) {
    const translated = translateFileError(error, file)
    if (SessionStorageError.isInstance(translated, "not_found")) return null
    throw translated
  }
}
