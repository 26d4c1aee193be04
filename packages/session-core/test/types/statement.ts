import { sql } from "drizzle-orm"
import type { SqlDatabase } from "../../src/drizzle/database.ts"
import { insert, select, set, update } from "../../src/drizzle/neutral-sql.ts"
import { project, session } from "../../src/drizzle/schema.ts"
import { statement } from "../../src/drizzle/statement.ts"
import { integer, list, optional, text } from "../../src/drizzle/value-type.ts"
import { variants } from "../../src/drizzle/variants.ts"

/*
 * What must not compile. `npm run check` compiles this file: where one of these is allowed, the line above it is an error.
 * Nothing runs it.
 */

declare const database: SqlDatabase

// A column that the schema does not have.
// @ts-expect-error
void session.revison

const byProject = statement({ project: text, after: optional(integer), numbers: list(integer) }, (given) => {
  // A parameter that was not declared.
  // @ts-expect-error
  void given.projekt
  return select(
    {
      id: session.id,
      title: session.title,
      archivedAt: session.archivedAt,
      size: integer.sql`length(${session.title})`,
    },
    sql`from ${session} where ${session.projectId} = ${given.project}`,
  )
})

byProject.bind({ project: "a", after: null, numbers: [1] })
byProject.bind({ project: "a", after: 1, numbers: [] })
// A name that is misspelt.
// @ts-expect-error
byProject.bind({ projekt: "a", after: null, numbers: [] })
// A value that is missing.
// @ts-expect-error
byProject.bind({ project: "a", numbers: [] })
// One too many, in an object of its own, too.
// @ts-expect-error
byProject.bind({ project: "a", after: null, numbers: [], more: 1 })
const tooMany = { project: "a", after: null, numbers: [], more: 1 }
// @ts-expect-error
byProject.bind(tooMany)
// Values of another type.
// @ts-expect-error
byProject.bind({ project: 1, after: null, numbers: [] })
// @ts-expect-error
byProject.bind({ project: "a", after: "1", numbers: [] })
// @ts-expect-error
byProject.bind({ project: null, after: null, numbers: [] })
// @ts-expect-error
byProject.bind({ project: "a", after: null, numbers: ["1"] })

const bound = byProject.bind({ project: "a", after: null, numbers: [] })
const touch = statement({}, () => update(session, [set(session.revision, sql<number>`1`)], sql`true`)).bind({})

export async function reads(): Promise<void> {
  const [rows, others] = await database.read([bound, bound])
  for (const { id, title, archivedAt, size } of rows) {
    void [id satisfies string, title satisfies string, archivedAt satisfies number | null, size satisfies number]
    // A column that may be NULL.
    // @ts-expect-error
    void (archivedAt satisfies number)
  }
  // A field that was not selected.
  // @ts-expect-error
  for (const { revision } of others) void revision
  // More results than statements.
  // @ts-expect-error
  const [, , third] = await database.read([bound, bound])
  void third
  // A statement that gives no rows.
  const [written] = await database.read([touch])
  // @ts-expect-error
  for (const { id } of written) void id
  // What tells the revision of a batch must give one.
  // @ts-expect-error
  await database.write({ statements: [], revision: bound })
}

// A value of another type than the column's.
// @ts-expect-error
set(session.revision, sql<string>`'a'`)
// @ts-expect-error
set(session.title, sql<null>`null`)
set(session.archivedAt, sql<null>`null`)

insert(project, { id: sql<string>`''`, name: sql<string>`''`, createdAt: sql<number>`0` })
// A column that was forgotten.
// @ts-expect-error
insert(project, { id: sql<string>`''`, name: sql<string>`''` })
// One that the table does not have.
// @ts-expect-error
insert(project, { id: sql<string>`''`, name: sql<string>`''`, createdAt: sql<number>`0`, more: sql<number>`0` })

const page = variants({ scope: ["project", "all"], after: [false, true] }, ({ scope, after }) => [scope, after])
page({ scope: "all", after: true })
// A choice that there is not, and one that was forgotten.
// @ts-expect-error
page({ scope: "everything", after: true })
// @ts-expect-error
page({ scope: "all" })
