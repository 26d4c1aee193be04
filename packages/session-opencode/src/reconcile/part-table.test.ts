import { hash } from "node:crypto"
import { expect, test } from "vitest"
import { PartTable } from "./part-table.ts"
import type { StoredPart } from "./stored-session.ts"

const stored = (revision: number): StoredPart => ({
  ...{ digest: hash("sha256", `${revision}`, "base64"), createdAt: 1_700_000_000_000 + revision, revision },
  updatedAt: 1_700_000_000_000.5 + revision,
})

test("thousands of parts of several messages come back as they were, by their ids and in their order", () => {
  const table = new PartTable()
  const messages = [0, 5000, 1, 9000].map((count, message) => {
    const added = Array.from(
      { length: count },
      // Ids that are in no order.
      (_, index): [string, StoredPart] => [`p${(index * 7919) % count}`, stored(message * 10_000 + index)],
    )
    for (const [id, part] of added) table.add(id, part)
    return { added, parts: table.endMessage() }
  })
  for (const { added, parts } of messages) {
    expect([...parts]).toEqual(added)
    for (const [id, part] of added) expect(parts.get(id)).toEqual(part)
    expect(parts.get("p")).toBeUndefined()
    expect(parts.get("q")).toBeUndefined()
  }
  expect(messages[2]?.parts.get("p5")).toBeUndefined()
})
