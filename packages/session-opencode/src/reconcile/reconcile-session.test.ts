import type { JsonObject, MessageFields, PartFields, Session } from "@opencode/session-core"
import { describe, expect, test } from "vitest"
import type { SourceContent, SourceSession } from "../source/source-session.ts"
import { messageDigest, partDigest } from "./content-digest.ts"
import { isAsImported } from "./is-as-imported.ts"
import { type Reconciliation, reconcileSession, type SizedChange } from "./reconcile-session.ts"
import type { StoredSession } from "./stored-session.ts"

const ann = { user: "ann", host: "anns" }
const bob = { user: "bob", host: "bobs" }

const message = (id: string, at: number): MessageFields => ({
  ...{ id, role: "user", parentId: null, agent: null, model: null, usage: null, error: null, author: null },
  ...{ metadata: { opencode: { mode: "build" } }, createdAt: 1, updatedAt: at, completedAt: null },
})

const part = (id: string, messageId: string, text: string, at: number): PartFields => ({
  ...{ id, messageId, type: "text", data: { text }, createdAt: 1, updatedAt: at },
})

const fieldsOf = ({ title }: JsonObject) => ({
  ...{ title: String(title), titleSource: "generated" as const, parentId: null, directory: "", agent: null },
  ...{ model: null, archivedAt: null },
})

type Written = readonly (MessageFields | PartFields)[]

/** Two messages with a part each. */
const written: Written = [
  message("m1", 10),
  part("p1", "m1", "Why?", 11),
  message("m2", 20),
  part("p2", "m2", "So.", 21),
]

function sourceOf(content: Written, { title = "Fix it", updatedAt = 30, complete = true } = {}): SourceSession {
  const contents = content.map((each): SourceContent => {
    const raw = JSON.stringify(each)
    return "messageId" in each ? { kind: "part", part: each, raw } : { kind: "message", message: each, raw }
  })
  const metadata = { title, time_updated: updatedAt }
  return {
    ...{
      id: "s",
      origin: "opencode",
      project: { key: "p", worktree: null },
      createdAt: 1,
      updatedAt,
      metadata,
      complete,
      identity: "opencode.db",
    },
    ...{ fields: { ...fieldsOf(metadata), todos: null }, fieldsOf, contents: () => contents },
    raw: complete ? () => contents.map(({ raw }) => raw) : null,
  }
}

function run(
  changes: Generator<SizedChange, Reconciliation, undefined>,
): Reconciliation & { changes: SizedChange["change"][] } {
  const taken: SizedChange["change"][] = []
  for (;;) {
    const { done, value } = changes.next()
    if (done === true) return { ...value, changes: taken }
    taken.push(value.change)
  }
}

/** What a store has after an import of the source by Ann, and how it came to be. */
function storedOf(content: Written, options?: Parameters<typeof sourceOf>[1]): StoredSession {
  const source = sourceOf(content, options)
  const { changes, metadata } = run(reconcileSession(source, { projectId: "app" }, { author: ann }))
  const revision = changes.length
  const session: Session = {
    ...{ id: "s", projectId: "app", author: ann, todos: [], marks: [], ...fieldsOf(source.metadata) },
    ...{ usage: { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 }, messageCount: 2 },
    ...{ createdAt: 1, updatedAt: source.updatedAt, deletedAt: null, deletionId: null, revision },
    metadata: metadata?.(revision) ?? {},
  }
  const parts = content.filter((each) => "messageId" in each)
  const messages = content.flatMap((each) => {
    if ("messageId" in each) return []
    const own = parts.filter(({ messageId }) => messageId === each.id)
    const stored = own.map(
      (one) =>
        [
          one.id,
          { digest: partDigest(one), createdAt: 1, updatedAt: one.updatedAt, revision: 1 + content.indexOf(one) },
        ] as const,
    )
    const digest = messageDigest(each, "opencode")
    const shared = {
      digest,
      updatedAt: each.updatedAt,
      revision,
      imported: true,
      author: ann,
      otherMetadata: { note: "kept" },
    }
    return [[each.id, { ...shared, parts: new Map(stored) }] as const]
  })
  return { session, messages: new Map(messages), files: new Map() }
}

/** A part that another program wrote after the import. */
function withAnswerOfBob(stored: StoredSession, messageId: string): StoredSession {
  const found = stored.messages.get(messageId)
  if (found === undefined) throw new Error(`${messageId} is not stored.`)
  const revision = stored.session.revision + 1
  const parts = new Map([...found.parts, ["bobs", { digest: "x", createdAt: 5, updatedAt: 5, revision }]])
  return {
    ...stored,
    session: { ...stored.session, revision },
    messages: new Map([...stored.messages, [messageId, { ...found, parts }]]),
  }
}

const reconcile = (source: SourceSession, stored: StoredSession) =>
  run(reconcileSession(source, stored, { author: bob }))

describe("a session that the store does not have", () => {
  test("comes whole, each message before its parts, by whoever imports it", () => {
    const { changes, differs, metadata } = run(
      reconcileSession(sourceOf(written), { projectId: "app" }, { author: ann }),
    )
    expect(changes).toMatchObject([
      { type: "session.create", session: { projectId: "app", title: "Fix it", author: ann, todos: [] } },
      { type: "message.put", message: { id: "m1", author: ann } },
      { type: "part.put", part: { id: "p1" } },
      { type: "message.put", message: { id: "m2", author: ann } },
      { type: "part.put", part: { id: "p2" } },
    ])
    expect(differs).toBe(true)
    expect(metadata?.(5)).toMatchObject({
      opencode: { title: "Fix it" },
      import: { revision: 5, newest: 30, kept: [], fingerprint: expect.any(String) },
    })
  })
})

describe("a session that the store has", () => {
  test("as the source has it is not written again", () => {
    expect(reconcile(sourceOf(written), storedOf(written))).toMatchObject({ changes: [], differs: false })
  })

  test("gets what was written since, and keeps who wrote a message and what others noted there", () => {
    const later = [message("m1", 40), part("p1", "m1", "Why not?", 41), ...written.slice(2), message("m3", 42)]
    expect(reconcile(sourceOf(later), storedOf(written)).changes).toMatchObject([
      { type: "message.put", message: { id: "m1", author: ann, metadata: { note: "kept", opencode: {} } } },
      { type: "part.put", part: { id: "p1", data: { text: "Why not?" } } },
      { type: "message.put", message: { id: "m3", author: bob } },
    ])
  })

  test("loses nothing to an older state of a part", () => {
    const before = [written[0], part("p1", "m1", "Wh", 9), ...written.slice(2)] as Written
    expect(reconcile(sourceOf(before), storedOf(written)).changes).toEqual([])
  })

  test("loses what the source took back, and nothing that somebody else wrote", () => {
    const back = written.slice(0, 1)
    expect(reconcile(sourceOf(back), storedOf(written))).toMatchObject({
      changes: [
        { type: "part.remove", messageId: "m1", partId: "p1" },
        { type: "message.remove", messageId: "m2" },
      ],
      differs: true,
    })
    const { changes, metadata } = reconcile(sourceOf(back), withAnswerOfBob(storedOf(written), "m2"))
    expect(changes).toEqual([{ type: "part.remove", messageId: "m1", partId: "p1" }])
    expect(metadata?.(9)).toMatchObject({ import: { kept: ["bobs"] } })
  })

  test("gets from an older copy what is missing, and is neither renamed nor cut back by it", () => {
    const stored = storedOf(written, { title: "Fix the parser", updatedAt: 50 })
    const older = [written[0], part("p0", "m1", "Hm.", 8)] as Written
    const { changes, differs, metadata } = reconcile(sourceOf(older, { title: "Fix it", updatedAt: 12 }), stored)
    expect(changes).toMatchObject([{ type: "part.put", part: { id: "p0" } }])
    expect({ differs, metadata }).toEqual({ differs: true, metadata: null })
  })

  test("is renamed with its source, but not when a user has given it a title", () => {
    const renamed = sourceOf(written, { title: "Fix the lexer", updatedAt: 60 })
    const stored = storedOf(written)
    expect(reconcile(renamed, stored).changes).toEqual([{ type: "session.update", fields: { title: "Fix the lexer" } }])
    const byUser = { ...stored, session: { ...stored.session, title: "Mine", titleSource: "user" as const } }
    expect(reconcile(renamed, byUser)).toMatchObject({ changes: [], differs: true })
  })

  test("keeps from an export its times and what the export lacks", () => {
    const exported = [{ ...message("m1", 1), role: "system" }, part("p1", "m1", "Why?", 1)]
    const { changes } = reconcile(sourceOf(exported, { complete: false }), storedOf(written))
    expect(changes).toMatchObject([{ type: "message.put", message: { role: "system", updatedAt: 10, author: ann } }])
  })
})

/** Fails where it is written to. */
function frozen<Value>(value: Value): Value {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const each of value instanceof Map ? value.values() : Object.values(value)) frozen(each)
  }
  return value
}

describe("comparing", () => {
  test("changes nothing of what it is given: a second comparison says the same", () => {
    const source = frozen(sourceOf([message("m1", 40), part("p3", "m1", "New", 41)], { title: "Else", updatedAt: 60 }))
    for (const content of source.contents()) frozen(content)
    const stored = frozen(withAnswerOfBob(storedOf(written), "m1"))
    const first = reconcile(source, stored)
    expect(first.changes.map(({ type }) => type)).toEqual([
      ...["message.put", "part.put", "part.remove", "message.remove", "session.update"],
    ])
    expect(reconcile(source, stored).changes).toEqual(first.changes)
  })

  test("that is given up closes the source's statements", () => {
    let closed = false
    const source = sourceOf(written)
    function* contents() {
      try {
        yield* source.contents()
      } finally {
        closed = true
      }
    }
    const changes = reconcileSession({ ...source, contents }, { projectId: "app" }, { author: null })
    for (const { change } of changes) if (change.type === "message.put") break
    expect(closed).toBe(true)
  })

  test("is not needed where neither side has changed since the last import", () => {
    const { session } = storedOf(written)
    expect(isAsImported(sourceOf(written), session)).toBe(true)
    expect(isAsImported(sourceOf(written), { ...session, revision: session.revision + 1 })).toBe(false)
    expect(isAsImported(sourceOf(written.slice(1)), session)).toBe(false)
    expect(isAsImported(sourceOf(written, { complete: false }), session)).toBe(false)
  })
})
