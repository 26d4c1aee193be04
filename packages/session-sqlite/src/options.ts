import { homedir } from "node:os"
import { join, resolve } from "node:path"
import {
  type JsonObject,
  looksLikeAddress,
  type ProviderContext,
  SessionStorageError,
} from "@opencode/session-core/provider"
import { chosenDriver, type DriverName } from "@opencode/session-sqlite-driver"

/** Options of `sessionProvider.sqlite`. */
export interface SqliteOptions {
  /** The database file, absolute. `<data.directory>/opencode.db` by default; a relative path begins there, `~` is the home folder. */
  file: string
  /**
   * What a commit survives. `normal`: the end of the process at any moment; after a power cut the last commits may be gone,
   * the file stays whole. `full`: a power cut too, at the price of a sync to disk for each commit.
   */
  synchronous: "normal" | "full"
  /** The driver that `OPENCODE_SQLITE_DRIVER` chooses; undefined for the best one that can be loaded. */
  driver?: DriverName | undefined
}

const fileName = "opencode.db"
const known = ["file", "synchronous"]

/** Checks the options. Throws `invalid_configuration` that names the key. */
export function parseSqliteOptions(options: JsonObject, context: ProviderContext): SqliteOptions {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw invalid(`sessionProvider.sqlite.${key} is not known.`, `Known are ${known.join(" and ")}.`)
    }
  }
  const { file, synchronous = "normal" } = options
  if (file !== undefined && (typeof file !== "string" || file === "")) {
    throw invalid(
      `sessionProvider.sqlite.file must be a path, not ${JSON.stringify(file)}.`,
      "Leave it out for the default.",
    )
  }
  if (file !== undefined && looksLikeAddress(file)) {
    throw invalid(
      "sessionProvider.sqlite.file is the address of a server, not a path; it is not shown, since it may hold a password.",
      "Name a file. The options of another database stand in an object of its own, such as sessionProvider.mysql.",
    )
  }
  if (synchronous !== "normal" && synchronous !== "full") {
    throw invalid(
      `sessionProvider.sqlite.synchronous is ${JSON.stringify(synchronous)}.`,
      'It can be "normal" (the default) or "full" (survives a power cut).',
    )
  }
  return { file: pathOf(file ?? fileName, context), synchronous, driver: chosenDriver(context.environment) }
}

/** A relative path begins at the data directory, `~` is the home folder. */
function pathOf(file: string, { dataDirectory, environment }: ProviderContext): string {
  if (!/^~[/\\]/.test(file)) return resolve(dataDirectory, file)
  return join(environment.HOME || environment.USERPROFILE || homedir(), file.slice(2))
}

const invalid = (message: string, hint: string) => new SessionStorageError("invalid_configuration", message, { hint })
