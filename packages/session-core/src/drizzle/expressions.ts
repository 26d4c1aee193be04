import { type SQL, sql } from "drizzle-orm"
import type { SqlDialect } from "./dialect.ts"
import type { SessionSchema } from "./schema.ts"

/** A value that a statement takes under a name. */
export const value = <Type>(name: string): SQL<Type> => sql`${sql.placeholder(name)}`

/** Builds at the first call, and keeps it. */
export function once<Value>(build: () => Value): () => Value {
  let built: Value | undefined
  return () => {
    built ??= build()
    return built
  }
}

/** The revision at which the batch leaves its session: as it was kept, or as the batch's answer says. */
export const lastRevision = ({ register }: SqlDialect, batch: SessionSchema["batch"]): SQL<number> =>
  register?.kept ??
  sql`(select ${batch.revision} from ${batch} where ${batch.sessionId} = ${value("session")} and ${batch.id} = ${value("batch")})`

/** The revision of a change: that of its source in a copy, otherwise counted back from the batch's last. */
export const revisionOfChange = (dialect: SqlDialect, batch: SessionSchema["batch"]): SQL<number> =>
  sql`coalesce(${value("revision")}, ${lastRevision(dialect, batch)} - ${value("offset")})`

/**
 * The ids of sessions that clean-up may purge: deleted before "before", of the project and user that are asked for, if any,
 * and without a descendant that must stay, since a purge takes the descendants along.
 */
export const prunable = (session: SessionSchema["session"]): SQL => sql`(select id from (with recursive
  prunable (id, project_id, parent_id) as (
    select ${session.id}, ${session.projectId}, ${session.parentId} from ${session}
    where ${session.state} = 'deleted' and ${session.deletedAt} < ${value("before")}
      and (${value("project")} is null or ${session.projectId} = ${value("project")})
      and (${value("user")} is null or ${session.authorUser} = ${value("user")})
  ),
  kept (id, project_id, parent_id) as (
    select prunable.id, prunable.project_id, prunable.parent_id from prunable
    join ${session} on ${session.parentId} = prunable.id and ${session.projectId} = prunable.project_id
    where ${session.id} not in (select id from prunable)
    union
    select prunable.id, prunable.project_id, prunable.parent_id from kept
    join prunable on prunable.id = kept.parent_id and prunable.project_id = kept.project_id
  )
  select id from prunable where id not in (select id from kept)) as prunable_ids)`

/**
 * The ids of the session named "session" and of its descendants within its project, as a table `members(id)`. It is wrapped
 * once more than it seems to need: so it may stand in an UPDATE or DELETE of the same table on MySQL, too.
 */
export const family = (
  session: SessionSchema["session"],
): SQL => sql`(select id from (with recursive family (id, project_id) as (
  select ${session.id}, ${session.projectId} from ${session} where ${session.id} = ${value("session")}
  union
  select ${session.id}, ${session.projectId} from ${session} join family on ${session.parentId} = family.id and ${session.projectId} = family.project_id
) select id from family) as family_ids)`
