import { homedir } from "node:os"
import { basename, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { type JsonObject, SessionStorageError } from "@opencode/session-core"
import { nearestKey } from "@opencode/session-core/provider"

/** Where a copy goes: a provider with options of its own, or with those that are configured for it. */
export type CopyTarget = { type: string; options: JsonObject } | { type: string; configured: true }

export interface CopyTargetContext {
  /** Where relative paths begin. */
  directory: string
  /** The types that the configuration has options for. */
  configuredTypes: readonly string[]
  /** What there is under a path. */
  look(path: string): "file" | "folder" | null
}

/**
 * Reads what `copy --to` was given: the type of a provider that is configured, a URL or DSN of MySQL, a URL of PostgreSQL, or the path of a SQLite
 * file or of a folder that holds one.
 *
 * Fails with `invalid_input` for anything that is none of these, such as the URL of another database or a mistyped DSN. The
 * error does not show it, since it may hold a password; nor does such a text become the name of a file.
 */
export function parseCopyTarget(target: string, context: CopyTargetContext): CopyTarget {
  const type = typeOf(target, context)
  if (type !== null) return { type, configured: true }
  if (!isPlainPath(target) && isMysql(target)) return { type: "mysql", options: { dsn: target } }
  if (!isPlainPath(target) && isPostgres(target)) return { type: "postgres", options: { url: target } }
  const written = pathIn(target)
  const path = resolve(
    context.directory,
    written.replace(/^~(?=$|[/\\])/, () => homedir()),
  )
  const found = context.look(path)
  if (found === null && !isPlainPath(written)) assertPath(written, target, context)
  const isFolder = /[/\\]$/.test(written) || basename(path) === "" || found === "folder"
  return { type: "sqlite", options: { file: isFolder ? join(path, "opencode.db") : path } }
}

/** The types that need no configuration to be meant. */
const builtIn = ["sqlite", "mysql", "postgres"]

function typeOf(target: string, { configuredTypes, directory }: CopyTargetContext): string | null {
  if (builtIn.includes(target) || /^@[a-z0-9~-][\w.~-]*\/[\w.~-]+$/.test(target)) return target
  // A module that is configured by its path is known by its absolute one.
  return [target, resolve(directory, target)].find((each) => configuredTypes.includes(each)) ?? null
}

/** Begins as only a path does: whatever else is in its name, a file is meant. */
const isPlainPath = (text: string): boolean => /^(?:(?:\.{1,2}|~|[a-z]:)?[/\\])(?![/\\])/i.test(text)

/** `mysql://…`, `user:password@tcp(host:3306)/database?…`, `user@unix(/run/mysqld.sock)/database`, `user:password@/database`. */
const isMysql = (target: string): boolean =>
  /^(?:jdbc:)?(?:mysql[2sx]?|mariadb)(?:\+[a-z0-9_]+|:[a-z]+)?:\/\//i.test(target) ||
  /(?:^|@)(?:tcp[46]?|unix|pipe)\(/i.test(target) ||
  /^(?:[^/\\:]+:.*|[^/\\]*)@[/(]/s.test(target)

/** `postgres://…`, `postgresql://…`, with JDBC's or another library's name before or in it. */
const isPostgres = (target: string): boolean => /^(?:jdbc:)?postgres(?:ql)?(?:\+[a-z0-9_]+)?:\/\//i.test(target)

/** What follows `sqlite:`, the path of a `file:` URL, or the text itself. */
function pathIn(target: string): string {
  if (/^file:\/\/\//i.test(target)) return fileURLToPath(target)
  const written = target.replace(/^sqlite:(?:\/\/)?/i, "")
  if (written === "") throw invalid("The target names no file.", "Name one: sqlite:backup.db.")
  return written
}

/** Fails unless a text can only be meant as a path. Nothing is there yet: a mistake would create it. */
function assertPath(written: string, target: string, { configuredTypes }: CopyTargetContext): void {
  const scheme = /^\s*([a-z][a-z0-9+.-]{1,19}):\/\//i.exec(written)?.[1]
  if (scheme !== undefined) throw invalid(`The target is a ${scheme}:// URL, and no provider takes such URLs.`)
  const [first = ""] = written.replace(/^[/\\]+/, "").split(/[/\\]/, 1)
  const isFileName = /\.(?:db|sqlite3?)$/i.test(first)
  if (first.includes(":") || (first.includes("@") && !isFileName)) {
    throw invalid(
      "The target looks like the address of a server, but is neither a URL of MySQL or PostgreSQL nor a DSN.",
    )
  }
  if (written === target && /^[^./\\]+$/.test(written)) {
    const near = nearestKey(written.trim(), [...builtIn, ...configuredTypes])
    throw invalid(
      "The target is a word that names neither a configured provider nor a file or folder that exists.",
      near === null ? forms : `Did you mean ${near}? ${forms}`,
    )
  }
}

const forms =
  "It can be a SQLite file (backup.db, ./folder/, sqlite:PATH), mysql://user@host/database, postgres://user@host/database, user:password@tcp(host:3306)/database, or the type of a configured provider."

const invalid = (message: string, hint = forms): SessionStorageError =>
  new SessionStorageError("invalid_input", message, { hint })
