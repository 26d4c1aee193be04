import { expect, test } from "vitest"
import { wireSession } from "../../../test/support/wire-samples.ts"
import { flatten, treeOf } from "./session-tree.ts"

const session = (id: string, updatedAt: number, parentId: string | null = null) =>
  wireSession(id, { updatedAt, parentId })

test("sub-agents' sessions stand under the session that started them, last changed first at every level", () => {
  const sessions = [
    session("old", 1),
    session("new", 3),
    session("first", 4, "old"),
    session("second", 5, "old"),
    session("deep", 9, "first"),
  ]
  const tree = treeOf(sessions)
  expect(tree.flatMap(flatten).map(({ id }) => id)).toEqual(["new", "old", "second", "first", "deep"])
  expect(tree.map(({ children }) => children.length)).toEqual([0, 2])
})

test("a session whose parent is not in the list is not lost", () => {
  expect(treeOf([session("orphan", 1, "elsewhere")]).map((node) => node.session.id)).toEqual(["orphan"])
})
