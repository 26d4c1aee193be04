import { sql } from "drizzle-orm"
import { createIdentifier } from "../identifier/identifier.ts"
import type { Project, ProjectSummary } from "../model/project.ts"
import type { ProjectPut, ProjectPutResult } from "../provider/put-project.ts"
import type { SqlDatabase } from "./database.ts"
import { isOf, listOrder, temperatures } from "./hot-sessions.ts"
import { insertFrom, remove, select, set, update } from "./neutral-sql.ts"
import { insertOrUpdate, insertUnlessThere } from "./on-conflict.ts"
import { project, projectAlias, session } from "./schema.ts"
import { statement } from "./statement.ts"
import { fieldsOf } from "./table.ts"
import { integer, text } from "./value-type.ts"
import { variants } from "./variants.ts"

const projectFields = fieldsOf(project)
const aliasFields = fieldsOf(projectAlias)

/** The project that an id names. An alias comes first: its own sessions have moved. */
const resolved = ({ id }: { id: unknown }) =>
  sql`coalesce((select ${projectAlias.projectId} from ${projectAlias} where ${projectAlias.alias} = ${id}), ${id})`

export const findProject = {
  project: statement({ id: text }, (given) =>
    select(projectFields, sql`from ${project} where ${project.id} = ${resolved(given)}`),
  ),
  aliases: statement({ id: text }, (given) =>
    select(
      aliasFields,
      sql`from ${projectAlias} where ${projectAlias.projectId} = ${resolved(given)} order by ${projectAlias.alias}`,
    ),
  ),
}

/** A project for a session that comes into it, unless there is one. */
export const ensureProject = statement({ project: text, name: text, at: integer }, (given, dialect) =>
  insertUnlessThere(dialect, project, { id: given.project, name: given.name, createdAt: given.at }, [project.id]),
)

export const putProject = {
  project: statement({ id: text, name: text, createdAt: integer }, (given, dialect) =>
    insertOrUpdate(dialect, project, given, [project.id], [project.name, project.createdAt]),
  ),
  forgetAliases: statement({ id: text }, (given) => remove(projectAlias, sql`${projectAlias.projectId} = ${given.id}`)),
  ownAliases: statement({ id: text }, (given) =>
    select(aliasFields, sql`from ${projectAlias} where ${projectAlias.projectId} = ${given.id}`),
  ),
  /** What has become an alias is no project of its own any more. */
  forgetProject: statement({ alias: text }, (given) => remove(project, sql`${project.id} = ${given.alias}`)),
  takeAlias: statement({ id: text, alias: text }, (given, dialect) =>
    insertOrUpdate(
      dialect,
      projectAlias,
      { alias: given.alias, projectId: given.id },
      [projectAlias.alias],
      [projectAlias.projectId],
    ),
  ),
  /** Moves the project's aliases to a mark that is unique, until it is known which of them stay. */
  setAside: statement({ id: text, mark: text }, (given) =>
    update(projectAlias, [set(projectAlias.projectId, given.mark)], sql`${projectAlias.projectId} = ${given.id}`),
  ),
  keepAlias: statement({ id: text, alias: text, mark: text }, (given) =>
    update(
      projectAlias,
      [set(projectAlias.projectId, given.id)],
      sql`${projectAlias.alias} = ${given.alias} and ${projectAlias.projectId} = ${given.mark}`,
    ),
  ),
  /**
   * Makes the alias a project for the length of the transaction, unless it is one, with the mark as its name. A writer that
   * creates a session in such a project writes the same row, and waits.
   */
  reserve: statement({ alias: text, mark: text, createdAt: integer }, (given, dialect) =>
    insertUnlessThere(dialect, project, { id: given.alias, name: given.mark, createdAt: given.createdAt }, [
      project.id,
    ]),
  ),
  claim: statement({ id: text, alias: text, mark: text }, (given) =>
    insertFrom(
      projectAlias,
      [projectAlias.alias, projectAlias.projectId],
      sql`select ${project.id}, ${given.id} from ${project}
      where ${project.id} = ${given.alias} and ${project.name} = ${given.mark}
      and not exists (select 1 from ${projectAlias} where ${projectAlias.alias} = ${given.alias})
      ${sql.join(
        temperatures.map(
          (each) =>
            sql`and not exists (select 1 from ${session} where ${isOf(each)} and ${session.projectId} = ${given.alias})`,
        ),
        sql` `,
      )}`,
    ),
  ),
  release: statement({ alias: text, mark: text }, (given) =>
    remove(project, sql`${project.id} = ${given.alias} and ${project.name} = ${given.mark}`),
  ),
  forgetAside: statement({ mark: text }, (given) =>
    remove(projectAlias, sql`${projectAlias.projectId} = ${given.mark}`),
  ),
}

export const listProjects = {
  projects: statement({}, () => select(projectFields, sql`from ${project} order by ${project.id}`)),
  /** How many sessions of a kind each project has, and the last change of one. */
  sessions: variants({ of: temperatures }, ({ of }) =>
    statement({}, () =>
      select(
        {
          projectId: session.projectId,
          count: integer.sql`count(*)`,
          updatedAt: integer.sql`max(${listOrder[of]})`,
        },
        sql`from ${session} where ${isOf(of)} and ${session.state} in ('active', 'archived')
        group by ${session.projectId}`,
      ),
    ),
  ),
  aliases: statement({}, () => select(aliasFields, sql`from ${projectAlias} order by ${projectAlias.alias}`)),
}

export const projectQueries = (database: SqlDatabase) => ({
  async getProject(id: string): Promise<Project | null> {
    const [[row], aliases] = await database.read([findProject.project.bind({ id }), findProject.aliases.bind({ id })])
    return row === undefined ? null : projectOf(row, aliases)
  },

  async putProject({ id, name, aliases, createdAt, takeOver = [] }: ProjectPut): Promise<ProjectPutResult> {
    const statements = putProject
    const mark = createIdentifier("batch")
    // It goes by its id anyway.
    const wanted = [...new Set(aliases)].filter((each) => each !== id)
    await database.run([
      statements.project.bind({ id, name, createdAt }),
      statements.setAside.bind({ id, mark }),
      ...wanted.flatMap((alias) =>
        takeOver.includes(alias)
          ? [
              statements.forgetProject.bind({ alias }),
              // With the names that it had: they would come back with a project of its id.
              statements.forgetAliases.bind({ id: alias }),
              statements.takeAlias.bind({ id, alias }),
            ]
          : [
              statements.keepAlias.bind({ id, alias, mark }),
              statements.reserve.bind({ alias, mark, createdAt }),
              statements.claim.bind({ id, alias, mark }),
              statements.release.bind({ alias, mark }),
            ],
      ),
      statements.forgetAside.bind({ mark }),
    ])
    if (wanted.length === 0) return { leftOut: [] }
    const rows = await database.rows(statements.ownAliases.bind({ id }))
    const own = new Set(rows.map((row) => row.alias))
    return { leftOut: wanted.filter((alias) => !own.has(alias)).sort() }
  },

  async listProjects(): Promise<ProjectSummary[]> {
    const [rows, aliases, settled, hot] = await database.read([
      listProjects.projects.bind({}),
      listProjects.aliases.bind({}),
      listProjects.sessions({ of: "settled" }).bind({}),
      listProjects.sessions({ of: "hot" }).bind({}),
    ])
    const counts = new Map<string, { sessionCount: number; updatedAt: number }>()
    for (const { projectId, count, updatedAt } of [...settled, ...hot]) {
      const before = counts.get(projectId)
      counts.set(projectId, {
        sessionCount: count + (before?.sessionCount ?? 0),
        updatedAt: Math.max(updatedAt, before?.updatedAt ?? updatedAt),
      })
    }
    return rows.map((row) => ({
      ...projectOf(row, aliases),
      ...(counts.get(row.id) ?? { sessionCount: 0, updatedAt: null }),
    }))
  },
})

function projectOf(
  { id, name, createdAt }: Pick<Project, "id" | "name" | "createdAt">,
  aliases: { alias: string; projectId: string }[],
): Project {
  return {
    id,
    name,
    aliases: aliases.filter((each) => each.projectId === id).map(({ alias }) => alias),
    createdAt,
  }
}
