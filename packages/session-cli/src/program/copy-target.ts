import { homedir } from "node:os"
import { basename, join, resolve } from "node:path"
import type { JsonObject } from "@opencode/session-core"

/** Where a copy goes: a provider with options of its own, or with those that are configured for it. */
export type CopyTarget = { type: string; options: JsonObject } | { type: string; configured: true }

/**
 * Reads what `copy --to` was given. A URL or a DSN of the Go driver is MySQL; `sqlite`, `mysql` and the name of a package in a
 * scope mean a configured provider; anything else is the path of a SQLite file, or of a folder that holds one.
 */
export function parseCopyTarget(target: string, directory: string, isFolder: (path: string) => boolean): CopyTarget {
  if (target === "sqlite" || target === "mysql" || /^@[a-z0-9~-][\w.~-]*\/[\w.~-]+$/.test(target)) {
    return { type: target, configured: true }
  }
  if (/^(?:mysql|mariadb):\/\//i.test(target) || isDsn(target)) return { type: "mysql", options: { dsn: target } }
  const written = target.replace(/^sqlite:(?:\/\/)?/, "")
  const path = resolve(directory, written.replace(/^~(?=$|[/\\])/, homedir()))
  const file = /[/\\]$/.test(written) || basename(path) === "" || isFolder(path) ? join(path, "opencode.db") : path
  return { type: "sqlite", options: { file } }
}

/** `user:password@tcp(host:3306)/database?parseTime=true`, `user@unix(/run/mysqld.sock)/database`, `user@/database`. */
const isDsn = (target: string): boolean => /(?:^|@)(?:tcp|tcp6|unix)\([^)]*\)\/|^[^/\\:]+:.*@\//.test(target)
