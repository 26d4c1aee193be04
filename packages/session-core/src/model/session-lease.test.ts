import { expect, test } from "vitest"
import { leaseHolder, leaseMilliseconds, leaseOf } from "./session-lease.ts"

const alice = { user: "alice", host: "laptop" }
const now = 1_900_000_000_000
const session = { author: alice, metadata: {}, updatedAt: now - 1000 }
const lease = { user: "bob", host: "desk", since: now - 500 }

test("a session is its author's while they write, until somebody takes it over, and nobody's after half an hour of silence", () => {
  expect(leaseHolder(session, now)).toEqual(alice)
  expect(leaseHolder({ ...session, metadata: { lease } }, now)).toEqual({ user: "bob", host: "desk" })
  const old = { ...session, updatedAt: now - leaseMilliseconds }
  expect(leaseHolder(old, now)).toBeNull()
  expect(leaseHolder({ ...old, metadata: { lease } }, now)).toEqual({ user: "bob", host: "desk" })
  expect(leaseHolder({ ...session, author: null }, now)).toBeNull()
})

test("what is no lease is none, whatever an import brought", () => {
  expect(leaseOf({ metadata: { lease } })).toEqual(lease)
  for (const wrong of [null, "bob", [], { user: "bob" }, { ...lease, since: "now" }]) {
    expect(leaseOf({ metadata: { lease: wrong } })).toBeNull()
  }
})
