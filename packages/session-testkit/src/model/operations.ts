import type { Change, PruneQuery, SessionMark } from "@opencode/session-core/provider"
import fc from "fast-check"
import { file, message, move, newSession, part, purge, remove, restore, usage } from "../support/samples.ts"

/** Something that a test does to a store. */
export type Operation = { handle: 0 | 1 } & (
  | {
      type: "apply"
      sessionId: string
      projectId: string | null
      changes: Change[]
      at: number
      /** What is added to the session's true revision; null for no expectation. */
      expected: number | null
    }
  /** Sends an earlier batch again. */
  | { type: "again"; which: number }
  | { type: "prune"; query: PruneQuery }
  | { type: "project"; id: string; name: string; aliases: string[]; takeOver: string[] }
)

/* Few ids, so that operations meet; some that only a careless comparison takes for equal. */
const sessionId = fc.constantFrom("a", "A", "b", "c")
const projectId = fc.constantFrom("p", "P")
const messageId = fc.constantFrom("m", "M", "n")
const partId = fc.constantFrom("x", "x ")
const path = fc.constantFrom("f.ts", "F.ts")
const words = fc.constantFrom("", "one", "two 𠮷", "nul \u0000", "half \ud800", "  ")
const author = fc.constantFrom(null, { user: "ann", host: "desk" }, { user: "bob", host: "box" })
const cost = fc.constantFrom(0, 0.1, 0.2, 0.000000001)
const someUsage = fc.option(fc.tuple(fc.nat(9), cost).map(([input, money]) => usage(input, money)))
const time = fc.nat(20)
const model = fc.constantFrom(null, { providerId: "a", modelId: "b" }, { providerId: "a", modelId: "c" })

const sessionFields = fc.record(
  {
    title: words.map((each) => each.toWellFormed()),
    titleSource: fc.constantFrom("user" as const, "generated" as const),
    parentId: fc.option(sessionId),
    agent: fc.option(fc.constantFrom("build", "plan")),
    directory: fc.constantFrom("", "web", "web/src"),
    marks: fc.subarray<SessionMark>([
      { type: "pin", user: "ann" },
      { type: "tag", tag: "x", user: null },
      { type: "tag", tag: "x", user: "ann" },
    ]),
    author,
    metadata: words.map((each) => ({ [each]: each })),
    todos: fc.array(
      words.map((content) => ({ content, status: "pending" })),
      { maxLength: 2 },
    ),
    archivedAt: fc.option(time),
  },
  { requiredKeys: [] },
)

const creation = fc.oneof(
  { weight: 3, arbitrary: fc.constant("session.create" as const) },
  { weight: 1, arbitrary: fc.constant("session.put" as const) },
)

/** Changes that may stand with others in a batch. */
const content: fc.Arbitrary<Change> = fc.oneof(
  sessionFields.map((fields): Change => ({ type: "session.update", fields })),
  fc
    .tuple(messageId, someUsage, words)
    .map(([id, used, error]) => message(id, { usage: used, error, metadata: { error } })),
  fc.tuple(messageId, someUsage, model).map(([id, used, answered]) => message(id, { usage: used, model: answered })),
  fc.tuple(messageId, partId, words).map(([of, id, text]) => part(of, id, { data: { text } })),
  fc.tuple(messageId, partId, words).map(([of, id, text]) => part(of, id, { data: { text } })),
  messageId.map((each): Change => ({ type: "message.remove", messageId: each })),
  fc.tuple(messageId, partId).map(([of, id]): Change => ({ type: "part.remove", messageId: of, partId: id })),
  fc.tuple(path, words).map(([name, text]) => file(name, text.toWellFormed())),
  fc
    .tuple(path, fc.integer({ min: 1, max: 3 }))
    .map(([name, version]): Change => ({ type: "file.remove", path: name, version })),
  fc.constantFrom<Change>(remove, restore),
)

const alone: fc.Arbitrary<Change> = fc.oneof(fc.constant<Change>(purge), projectId.map(move))

const changes = fc.oneof(
  { weight: 6, arbitrary: fc.array(content, { minLength: 1, maxLength: 4 }) },
  { weight: 1, arbitrary: alone.map((change) => [change]) },
)

/** A creation with what may follow it. */
const created = fc
  .tuple(creation, projectId, sessionFields, time, fc.array(content, { maxLength: 2 }))
  .map(([type, project, fields, createdAt, more]): Change[] => [
    { type, session: newSession({ ...fields, projectId: project, createdAt }) },
    ...more,
  ])

const batch = fc.record({
  type: fc.constant("apply" as const),
  handle: fc.constantFrom(0 as const, 1 as const),
  sessionId,
  projectId: fc.option(projectId, { freq: 3 }),
  changes: fc.oneof({ weight: 3, arbitrary: changes }, { weight: 2, arbitrary: created }),
  at: time,
  expected: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(0, 0, 1, -1) },
  ),
})

const handle = fc.constantFrom(0 as const, 1 as const)

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 12, arbitrary: batch },
  { weight: 1, arbitrary: fc.record({ type: fc.constant("again" as const), handle, which: fc.nat(30) }) },
  {
    weight: 1,
    arbitrary: fc
      .record({
        handle,
        deletedBefore: time,
        user: fc.constantFrom(null, "ann", "bob"),
        dryRun: fc.boolean(),
        project: fc.option(projectId),
      })
      .map(
        ({ handle: from, project, ...query }): Operation => ({
          type: "prune",
          handle: from,
          query: { ...query, scope: project === null ? { allProjects: true } : { projectId: project } },
        }),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant("project" as const),
      handle,
      id: projectId,
      name: words.map((each) => each.toWellFormed()),
      aliases: fc.array(fc.constantFrom("old", "Old", "p"), { maxLength: 2 }),
      takeOver: fc.subarray(["old", "Old", "p"]),
    }),
  },
)
