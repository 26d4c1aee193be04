import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { MessageFields } from "../model/message.ts"
import type { PartFields } from "../model/part.ts"
import type { Batch } from "../provider/batch.ts"
import type { Change, NewSession } from "../provider/change.ts"
import { limits } from "../provider/limits.ts"
import { checkBatch } from "./check-batch.ts"

const session: NewSession = {
  ...{ projectId: "app", title: "T", titleSource: "user", parentId: null, directory: "", author: null, agent: null },
  ...{ model: null, todos: [], metadata: {}, archivedAt: null, createdAt: 1, deletedAt: null, deletionId: null },
}
const message: MessageFields = {
  ...{ id: "m", role: "user", parentId: null, agent: null, model: null, usage: null, error: null, author: null },
  ...{ metadata: {}, createdAt: 1, updatedAt: 1, completedAt: null },
}
const part: PartFields = { id: "p", messageId: "m", type: "text", data: { text: "x" }, createdAt: 1, updatedAt: 1 }
const usage = { input: 1, output: 1, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0.1 }

const create: Change = { type: "session.create", session }
const purge: Change = { type: "session.purge" }
const rename: Change = { type: "session.update", fields: { title: "x" } }

const batchOf = (changes: Change[], options: Partial<Batch> = {}): Batch => ({
  ...{ id: "b", scope: { projectId: "app" }, sessionId: "s", at: 1, changes },
  ...options,
})

/** Callers in JavaScript give what the types forbid. */
const wrong = (value: unknown): never => value as never

const good: [string, Batch][] = [
  ["one change", batchOf([rename])],
  [
    "a session with all that comes with it",
    batchOf([create, { type: "message.put", message }, { type: "part.put", part }]),
  ],
  ["a purge alone", batchOf([purge])],
  ["an expected revision of 0", batchOf([create], { expectedRevision: 0 })],
  ["all projects", batchOf([create], { scope: { allProjects: true } })],
  ["as many changes as are allowed", batchOf(Array.from({ length: limits.changesPerBatch }, () => rename))],
  [
    "a copy whose revisions ascend",
    batchOf([
      { ...create, revision: 3 },
      { ...rename, revision: 9 },
    ]),
  ],
  ["ids of the full length", batchOf([rename], { sessionId: "é".repeat(95) })],
]

const message_ = (fields: Partial<MessageFields>): Change => ({
  type: "message.put",
  message: { ...message, ...fields },
})
const part_ = (fields: Partial<PartFields>): Change => ({ type: "part.put", part: { ...part, ...fields } })
const file_ = (fields: object): Change => ({
  type: "file.put",
  file: { path: "a", content: "", createdAt: 1, ...fields },
})
const update = (fields: object): Change => ({ type: "session.update", fields })
const invalid = "invalid_input"
const large = "too_large"

const bad: [string, Batch, string, RegExp?][] = [
  ["no change", batchOf([]), invalid, /at least one/],
  ["too many changes", batchOf(Array.from({ length: limits.changesPerBatch + 1 }, () => rename)), invalid, /10000/],
  ["an empty batch id", batchOf([rename], { id: "" }), invalid, /batch's id/],
  ["a batch id that is too long", batchOf([rename], { id: "x".repeat(65) }), large],
  ["an empty session id", batchOf([rename], { sessionId: "" }), invalid, /session's id/],
  ["a session id with a control character", batchOf([rename], { sessionId: "a\u0000" }), invalid, /control/],
  ["a session id with half a character", batchOf([rename], { sessionId: "\ud800" }), invalid, /surrogate/],
  ["a session id that is a number", batchOf([rename], { sessionId: wrong(5) }), invalid, /5/],
  ["an empty project", batchOf([rename], { scope: { projectId: "" } }), invalid, /project's id/],
  ["a time that is no whole number", batchOf([rename], { at: 1.5 }), invalid, /time/],
  ["a negative expected revision", batchOf([rename], { expectedRevision: -1 }), invalid, /expectedRevision/],
  ["a creation that is not first", batchOf([rename, create]), invalid, /first change/],
  [
    "a session of another project",
    batchOf([{ type: "session.create", session: { ...session, projectId: "x" } }]),
    invalid,
    /project app/,
  ],
  ["a purge with more", batchOf([purge, rename]), invalid, /only change/],
  ["a move with more", batchOf([rename, { type: "session.move", projectId: "x" }]), invalid, /only change/],
  ["a move to nowhere", batchOf([{ type: "session.move", projectId: "" }]), invalid, /project's id/],
  ["a change of no known type", batchOf([wrong({ type: "session.explode" })]), invalid, /session\.explode/],
  ["a title that is no text", batchOf([update({ title: 5 })]), invalid, /title/],
  ["a title that is too long", batchOf([update({ title: "x".repeat(limits.titleBytes + 1) })]), large],
  ["a source of titles that nobody knows", batchOf([update({ titleSource: "robot" })]), invalid, /titleSource/],
  ["an empty parent", batchOf([update({ parentId: "" })]), invalid, /parent/],
  ["a folder that is too long", batchOf([update({ directory: "x".repeat(1025) })]), large],
  ["an author without a host", batchOf([update({ author: { user: "ann" } })]), invalid, /host/],
  ["to-dos that are no list", batchOf([update({ todos: {} })]), invalid, /to-do/],
  ["metadata that is a list", batchOf([update({ metadata: [] })]), invalid, /metadata/],
  ["metadata that is null", batchOf([update({ metadata: null })]), invalid, /metadata/],
  ["an archive time in the past of the past", batchOf([update({ archivedAt: -1 })]), invalid, /archivedAt/],
  ["a message without a role", batchOf([message_({ role: "" })]), invalid, /role/],
  [
    "a model with a function",
    batchOf([message_({ model: wrong({ providerId: "p", modelId: "m", call: () => 0 }) })]),
    invalid,
    /function/,
  ],
  ["half a token", batchOf([message_({ usage: { ...usage, input: 0.5 } })]), invalid, /usage\.input/],
  ["fewer than no tokens", batchOf([message_({ usage: { ...usage, cacheWrite: -1 } })]), invalid, /usage\.cacheWrite/],
  [
    "tokens that were forgotten",
    batchOf([message_({ usage: { ...usage, output: wrong(undefined) } })]),
    invalid,
    /usage\.output/,
  ],
  ["a cost that is no number", batchOf([message_({ usage: { ...usage, cost: Number.NaN } })]), invalid, /usage\.cost/],
  ["a cost beyond all sums", batchOf([message_({ usage: { ...usage, cost: 1e8 } })]), invalid, /usage\.cost/],
  ["a completion that is no time", batchOf([message_({ completedAt: wrong("now") })]), invalid, /completedAt/],
  ["a part without a message", batchOf([part_({ messageId: "" })]), invalid, /messageId/],
  ["a part whose data is a text", batchOf([part_({ data: wrong("x") })]), invalid, /data/],
  ["a part whose data has a date", batchOf([part_({ data: wrong({ at: new Date(0) }) })]), invalid, /Date/],
  ["a part with a type that is too long", batchOf([part_({ type: "x".repeat(192) })]), large],
  ["a part that is too large", batchOf([part_({ data: { text: "x".repeat(limits.valueBytes) } })]), large, /Part p/],
  ["a file without a path", batchOf([file_({ path: "" })]), invalid, /path/],
  ["a file with half a character", batchOf([file_({ content: "\udfff" })]), invalid, /a has half/],
  ["a file that is too large", batchOf([file_({ content: "é".repeat(limits.valueBytes / 2 + 1) })]), large],
  ["version 0 of a file", batchOf([{ type: "file.remove", path: "a", version: 0 }]), invalid, /begin with 1/],
  ["a removal of nothing", batchOf([{ type: "message.remove", messageId: "" }]), invalid, /message's id/],
  ["a copy of which one change has no revision", batchOf([{ ...create, revision: 1 }, rename]), invalid, /or none/],
  [
    "a copy whose revisions repeat",
    batchOf([
      { ...create, revision: 2 },
      { ...rename, revision: 2 },
    ]),
    invalid,
    /ascend/,
  ],
  ["a copy with revision 0", batchOf([{ ...create, revision: 0 }]), invalid, /ascend/],
]

describe("checkBatch", () => {
  it.each(good)("lets %s pass", (_, batch) => checkBatch(batch))

  it.each(bad)("refuses %s", (_, batch, code, message = /./) => {
    expect(() => checkBatch(batch)).toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it("invariant 8: lets any JSON pass that is not too large, and refuses none of it by mistake", () => {
    const data = fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ stringUnit: "binary" }))
    fc.assert(
      fc.property(data, (value) => {
        checkBatch(batchOf([part_({ data: wrong(value) })]))
      }),
    )
  })

  it("invariant 8: takes a value for too large exactly when its JSON is over the limit", () => {
    const text = fc.string({ unit: "binary", maxLength: 4 })
    const filler = limits.valueBytes - 20
    fc.assert(
      fc.property(text, fc.integer({ min: -10, max: 15 }), (end, more) => {
        const data = { text: "x".repeat(filler + more) + end }
        const size = Buffer.byteLength(JSON.stringify(data))
        const check = () => checkBatch(batchOf([part_({ data })]))
        if (size <= limits.valueBytes) check()
        else expect(check).toThrowError(expect.objectContaining({ code: large, size }))
      }),
      { numRuns: 4 },
    )
  })

  it("refuses a value that contains itself, instead of never coming back", () => {
    const data: Record<string, unknown> = {}
    data.self = data
    expect(() => checkBatch(batchOf([part_({ data: wrong(data) })]))).toThrowError(/contains itself/)
  })
})
