import { asc, type Column, eq, inArray, sql } from "drizzle-orm"
import { createIdentifier } from "../identifier/identifier.ts"
import type { Project, ProjectSummary } from "../model/project.ts"
import type { Statistics } from "../model/statistics.ts"
import { nanosToCost } from "../model/usage.ts"
import type { ProjectPut, ProjectPutResult } from "../provider/put-project.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import type { Row } from "./dialect.ts"
import { once, value } from "./expressions.ts"
import { first, rowsOf, type SqlContext } from "./sql-context.ts"
import { compile, lazily } from "./statement.ts"

/** Projects, and what there is in all. */
export function projectQueries({ connection, dialect, schema }: SqlContext) {
  const { project, projectAlias, session } = schema
  const { builder } = dialect
  const named = {
    id: sql`${project.id}`.as("id"),
    name: sql`${project.name}`.as("name"),
    createdAt: sql`${project.createdAt}`.as("createdAt"),
  }
  const alias = { alias: projectAlias.alias, projectId: sql`${projectAlias.projectId}`.as("projectId") }
  /** The project that an id names. An alias comes first: its own sessions have moved. */
  const resolved = sql`coalesce((select ${projectAlias.projectId} from ${projectAlias} where ${projectAlias.alias} = ${value("id")}), ${value("id")})`

  const find = once(() => ({
    project: compile<"id">(builder.select(named).from(project).where(sql`${project.id} = ${resolved}`)),
    aliases: compile<"id">(
      builder
        .select(alias)
        .from(projectAlias)
        .where(sql`${projectAlias.projectId} = ${resolved}`)
        .orderBy(asc(projectAlias.alias)),
    ),
  }))

  const put = once(() => ({
    project: compile<"id" | "name" | "createdAt">(
      dialect.upsert(
        project,
        { id: value("id"), name: value("name"), createdAt: value("createdAt") },
        [project.id],
        [project.name, project.createdAt],
      ),
    ),
    forgetAliases: compile<"id">(builder.delete(projectAlias).where(eq(projectAlias.projectId, value("id")))),
    ownAliases: compile<"id">(
      builder
        .select(alias)
        .from(projectAlias)
        .where(eq(projectAlias.projectId, value("id"))),
    ),
    /** What has become an alias is no project of its own any more. */
    forgetProject: compile<"alias">(builder.delete(project).where(eq(project.id, value("alias")))),
    takeAlias: compile<"id" | "alias">(
      dialect.upsert(
        projectAlias,
        { alias: value("alias"), projectId: value("id") },
        [projectAlias.alias],
        [projectAlias.projectId],
      ),
    ),
    /** Moves the project's aliases to a mark that is unique, until it is known which of them stay. */
    setAside: compile<"id" | "mark">(
      builder
        .update(projectAlias)
        .set({ projectId: value("mark") })
        .where(eq(projectAlias.projectId, value("id"))),
    ),
    keepAlias: compile<"id" | "alias" | "mark">(
      builder
        .update(projectAlias)
        .set({ projectId: value("id") })
        .where(sql`${projectAlias.alias} = ${value("alias")} and ${projectAlias.projectId} = ${value("mark")}`),
    ),
    /**
     * Makes the alias a project for the length of the transaction, unless it is one, with the mark as its name. A writer that
     * creates a session in such a project writes the same row, and waits.
     */
    reserve: compile<"alias" | "mark" | "createdAt">(
      dialect.upsert(
        project,
        { id: value("alias"), name: value("mark"), createdAt: value("createdAt") },
        [project.id],
        [],
      ),
    ),
    claim: compile<"id" | "alias" | "mark">(
      builder.insert(projectAlias).select(
        sql`select ${project.id}, ${value("id")} from ${project}
          where ${project.id} = ${value("alias")} and ${project.name} = ${value("mark")}
          and not exists (select 1 from ${projectAlias} where ${projectAlias.alias} = ${value("alias")})
          and not exists (select 1 from ${session} where ${session.projectId} = ${value("alias")})`,
      ),
    ),
    release: compile<"alias" | "mark">(
      builder.delete(project).where(sql`${project.id} = ${value("alias")} and ${project.name} = ${value("mark")}`),
    ),
    forgetAside: compile<"mark">(builder.delete(projectAlias).where(eq(projectAlias.projectId, value("mark")))),
  }))

  const list = once(() => {
    const counted = builder
      .select({
        projectId: session.projectId,
        sessionCount: sql<number>`count(*)`.as("session_count"),
        lastUpdate: sql<number>`max(${session.updatedAt})`.as("last_update"),
      })
      .from(session)
      .where(inArray(session.state, ["active", "archived"]))
      .groupBy(session.projectId)
      .as("counted")
    return {
      projects: compile(
        builder
          .select({
            ...named,
            sessionCount: sql`${counted.sessionCount}`.as("sessionCount"),
            updatedAt: sql`${counted.lastUpdate}`.as("updatedAt"),
          })
          .from(project)
          .leftJoin(counted, eq(counted.projectId, project.id))
          .orderBy(asc(project.id)),
      ),
      aliases: compile(builder.select(alias).from(projectAlias).orderBy(asc(projectAlias.alias))),
    }
  })

  const count = lazily((variant: "project" | "all") => {
    const sum = (column: Column) => sql<number>`coalesce(sum(${column}), 0)`
    return compile(
      builder
        .select({
          state: session.state,
          sessions: sql`count(*)`.as("sessions"),
          messages: sum(session.messageCount).as("messages"),
          input: sum(session.inputTokens).as("input"),
          output: sum(session.outputTokens).as("output"),
          reasoning: sum(session.reasoningTokens).as("reasoning"),
          cacheRead: sum(session.cacheReadTokens).as("cacheRead"),
          cacheWrite: sum(session.cacheWriteTokens).as("cacheWrite"),
          costNanos: sum(session.costNanos).as("costNanos"),
        })
        .from(session)
        .where(variant === "project" ? eq(session.projectId, value("project")) : undefined)
        .groupBy(session.state),
    )
  })

  const countProjects = once(() =>
    compile<"project">(
      builder
        .select({ projects: sql`count(distinct ${session.projectId})`.as("projects") })
        .from(session)
        .where(
          sql`${session.state} in ('active', 'archived') and (${value("project")} is null or ${session.projectId} = ${value("project")})`,
        ),
    ),
  )

  return {
    async getProject(id: string): Promise<Project | null> {
      const statements = find()
      const [rows = [], aliases = []] = await connection.read([
        statements.project.bind({ id }),
        statements.aliases.bind({ id }),
      ])
      const row = first(rows)
      return row === undefined ? null : projectOf(row, aliases)
    },

    async putProject({ id, name, aliases, createdAt, takeOver = [] }: ProjectPut): Promise<ProjectPutResult> {
      const statements = put()
      const mark = createIdentifier("batch")
      // It goes by its id anyway.
      const wanted = [...new Set(aliases)].filter((each) => each !== id)
      await connection.write([
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
      const rows = await rowsOf(connection, statements.ownAliases.bind({ id }))
      const own = new Set(rows.map((row) => String(row.alias)))
      return { leftOut: wanted.filter((alias) => !own.has(alias)).sort() }
    },

    async listProjects(): Promise<ProjectSummary[]> {
      const statements = list()
      const [rows = [], aliases = []] = await connection.read([
        statements.projects.bind({}),
        statements.aliases.bind({}),
      ])
      return rows.map((row) => ({
        ...projectOf(row, aliases),
        sessionCount: Number(row.sessionCount ?? 0),
        updatedAt: row.updatedAt === null ? null : Number(row.updatedAt),
      }))
    },

    async statistics(scope: Scope): Promise<Statistics> {
      const id = scopeProjectId(scope)
      const [rows = [], projects = []] = await connection.read([
        count(id === null ? "all" : "project").bind({ project: id }),
        countProjects().bind({ project: id }),
      ])
      const kept = rows.filter((row) => row.state !== "deleted")
      const sum = (name: string, of: Row[] = kept) => of.reduce((total, row) => total + Number(row[name]), 0)
      const inState = (state: string) =>
        sum(
          "sessions",
          rows.filter((row) => row.state === state),
        )
      return {
        projects: Number(first(projects)?.projects ?? 0),
        sessions: sum("sessions"),
        archivedSessions: inState("archived"),
        deletedSessions: inState("deleted"),
        messages: sum("messages"),
        usage: {
          input: sum("input"),
          output: sum("output"),
          reasoning: sum("reasoning"),
          cacheRead: sum("cacheRead"),
          cacheWrite: sum("cacheWrite"),
          cost: nanosToCost(sum("costNanos")),
        },
      }
    },
  }
}

function projectOf(row: Row, aliases: Row[]): Project {
  const id = String(row.id)
  return {
    id,
    name: String(row.name),
    aliases: aliases.filter((each) => each.projectId === id).map((each) => String(each.alias)),
    createdAt: Number(row.createdAt),
  }
}
