import { expect, test } from "vitest"
import { wireSession } from "../../../test/support/wire-samples.ts"
import type { Session } from "../api/types.ts"
import { withChange, withPage } from "./sessions-in-list.ts"

const listOf = (...sessions: Session[]) => new Map(sessions.map((session) => [session.id, session]))
const a = wireSession("a", { revision: 5 })

test("a session comes into the list of its state, and leaves it when it is archived, deleted or purged", () => {
  expect([...withChange(listOf(), "active", "a", a).keys()]).toEqual(["a"])
  const archived = { ...a, archivedAt: 1, revision: 6 }
  expect(withChange(listOf(a), "active", "a", archived).size).toBe(0)
  expect(withChange(listOf(), "archived", "a", archived).get("a")).toBe(archived)
  // Deleted wins over archived.
  const deleted = { ...archived, deletedAt: 2, revision: 7 }
  expect(withChange(listOf(archived), "archived", "a", deleted).size).toBe(0)
  expect(withChange(listOf(), "deleted", "a", deleted).size).toBe(1)
  expect(withChange(listOf(a), "active", "a", null).size).toBe(0)
})

test("an event that comes late does not undo a newer title", () => {
  const renamed = { ...a, title: "Renamed", revision: 6 }
  const list = listOf(renamed)
  expect(withChange(list, "active", "a", a)).toBe(list)
  expect(withPage(list, [a], true).get("a")).toBe(renamed)
})

test("the first page begins the list anew, and a further one adds to it", () => {
  const [b, c] = [wireSession("b"), wireSession("c")]
  expect([...withPage(listOf(a), [b], true).keys()]).toEqual(["b"])
  expect([...withPage(listOf(a, b), [c], false).keys()]).toEqual(["a", "b", "c"])
})
