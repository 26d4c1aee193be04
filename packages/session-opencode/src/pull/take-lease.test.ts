import { join } from "node:path"
import { leaseOf } from "@opencode/session-core"
import { expect, test } from "vitest"
import { stores } from "../../test/support/stores.ts"
import { importSource } from "../import/import-source.ts"
import { takeLease } from "./take-lease.ts"

const alice = { user: "alice", host: "laptop" }
const bob = { user: "bob", host: "desk" }

test.each(stores)(
  "on $name, nobody takes a session from somebody at work by accident, and all see who took it",
  async ({ open }) => {
    const store = await open()
    const { id } = await store.sessions.create({ projectId: "widget", title: "The fault" })
    await takeLease(store, id, alice)
    const refused = takeLease(store, id, bob)
    await expect(refused).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("alice@laptop") })
    const before = await store.sessions.require(id)
    const { revision, updatedAt } = await takeLease(store, id, alice)
    expect(revision).toBe(before.revision)
    const taken = await takeLease(store, id, bob, { takeOver: true })
    expect(leaseOf(taken)).toMatchObject(bob)
    // It did not change: it keeps its place in lists.
    expect(taken.updatedAt).toBe(updatedAt)
    await expect(takeLease(store, id, alice)).rejects.toMatchObject({ code: "conflict" })
    const fork = await store.sessions.fork(id)
    expect(leaseOf(fork)).toBeNull()
  },
)

test.each(stores)(
  "on $name, of people who take a session at the same moment one has it, and what an import noted holds",
  async ({ open }) => {
    const store = await open()
    const sample = join(import.meta.dirname, "../../../../apps/demo/sample")
    await importSource(store, join(sample, "opencode.db"), { directory: sample, project: "widget" })
    const id = "ses_dfdc781d6ffe6QefCAN16c2L61"
    const people = Array.from({ length: 5 }, (_, index) => ({ user: `user ${index}`, host: "desk" }))
    const results = await Promise.allSettled(people.map((person) => takeLease(store, id, person)))
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
    const again = await importSource(store, join(sample, "opencode.db"), { directory: sample, project: "widget" })
    expect(again.sessions).toMatchObject({ created: 0, updated: 0 })
    const { metadata, revision } = await store.sessions.require(id)
    expect(metadata.import).toMatchObject({ revision })
  },
)
