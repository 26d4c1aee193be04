import { sql } from "drizzle-orm"
import { decodeCursor, encodeCursor } from "../paging/cursor.ts"
import { countWithin } from "../paging/page-bytes.ts"
import { filePageKey } from "../paging/page-keys.ts"
import type { FilePage, FilePageQuery } from "../provider/queries.ts"
import type { SqlDatabase } from "./database.ts"
import {
  boundOf,
  isUnchanged,
  largeAbove,
  largeFiles,
  loadContent,
  sizeOfRow,
  threshold,
  untilUnchanged,
} from "./large-rows.ts"
import { remove, select } from "./neutral-sql.ts"
import { insertOrUpdate } from "./on-conflict.ts"
import { changeParameters, revisionOfChange } from "./receipt.ts"
import { fileVersionOf } from "./rows.ts"
import { fileVersion } from "./schema.ts"
import { assertVisible, bindScope } from "./session-scope.ts"
import type { AtLeast } from "./stale-read.ts"
import { statement } from "./statement.ts"
import { integer, optional, text } from "./value-type.ts"
import { variants } from "./variants.ts"

/** Without a version it takes the next one: writers of a session wait for each other at its row. */
export const putFile = statement(
  { ...changeParameters, path: text, version: optional(integer), content: text, createdAt: integer },
  (given, dialect) => {
    const version = sql.identifier("version")
    // Wrapped once more, so that MySQL takes it in an INSERT into the same table.
    const latest = sql`(select ${version} from (select coalesce(max(${fileVersion.version}), 0) as ${version} from ${fileVersion}
    where ${fileVersion.sessionId} = ${given.session} and ${fileVersion.path} = ${given.path}) as ${sql.identifier("latest")})`
    return insertOrUpdate(
      dialect,
      fileVersion,
      {
        sessionId: given.session,
        path: given.path,
        version: sql<number>`coalesce(${given.version}, ${latest} + 1)`,
        content: given.content,
        createdAt: given.createdAt,
        revision: revisionOfChange(given, dialect),
      },
      [fileVersion.sessionId, fileVersion.path, fileVersion.version],
      [fileVersion.content, fileVersion.createdAt, fileVersion.revision],
    )
  },
)

export const removeFile = statement({ session: text, path: text, version: integer }, (given) =>
  remove(
    fileVersion,
    sql`${fileVersion.sessionId} = ${given.session} and ${fileVersion.path} = ${given.path} and ${fileVersion.version} = ${given.version}`,
  ),
)

/** The versions of one file, or of all of a session. */
export const filePage = variants({ of: ["path", "all"] }, ({ of }) =>
  statement(
    { session: text, path: text, version: integer, bytes: integer, large: integer, limit: integer },
    (given, dialect) => {
      const after =
        of === "path"
          ? sql`${fileVersion.path} = ${given.path} and ${fileVersion.version} > ${given.version}`
          : sql`${fileVersion.path} >= ${given.path} and (${fileVersion.path} > ${given.path} or ${fileVersion.version} > ${given.version})`
      const from = sql`from ${fileVersion} where ${fileVersion.sessionId} = ${given.session} and ${after}
        order by ${fileVersion.path}, ${fileVersion.version} limit ${given.limit}`
      const large = threshold(dialect, given, select({ bytes: largeFiles.bytes }, from))
      return select(largeFiles.fields(large), from)
    },
  ),
)

export const fileReads = (database: SqlDatabase) => ({
  listFiles: (query: FilePageQuery & AtLeast): Promise<FilePage> =>
    untilUnchanged(async (isLast) => {
      const key = filePageKey(query)
      const bytes = boundOf(query)
      const [path, version] = decodeCursor(key, query.cursor) ?? [query.path ?? "", 0]
      const [scope, rows] = await database.read([
        bindScope(query.scope, query.sessionId),
        filePage({ of: query.path === undefined ? "all" : "path" }).bind({
          session: query.sessionId,
          path,
          version,
          bytes,
          large: largeAbove(bytes, query.limit),
          limit: query.limit + 1,
        }),
      ])
      assertVisible(scope, query)
      const within = rows.slice(0, query.limit)
      const page = within.slice(0, countWithin(within, sizeOfRow, bytes))
      const changed = await loadContent(database, largeFiles.missing(page))
      if (!isLast && !isUnchanged(changed)) return undefined
      const last = page.at(-1)
      return {
        files: page.filter((row) => !changed.gone.has(row)).map(fileVersionOf),
        nextCursor:
          rows.length > page.length && last !== undefined ? encodeCursor(key, [last.path, last.version]) : null,
      }
    }),
})
