import fc from "fast-check"
import { expect, test } from "vitest"
import { limits } from "../provider/limits.ts"
import { projectIdFromFolder } from "./project-id-from-folder.ts"
import { shortenProjectId } from "./shorten-project-id.ts"

test.each([
  ["/work/my-app", "my-app"],
  ["/work/my-app/", "my-app"],
  ["/work/My App ", "My App "],
  ["/", "root"],
  ["/work/cafe\u0301", "caf\u00e9"],
  ["/work/a\nb", "a_b"],
])("the folder %j gives the project %j", (directory, id) => expect(projectIdFromFolder(directory)).toBe(id))

test("an id within the limit stays as it is", async () => {
  expect(await shortenProjectId("x".repeat(limits.idBytes))).toBe("x".repeat(limits.idBytes))
})

test("somebody with a very long folder name can store sessions, and two such folders stay apart", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 200, maxLength: 300, unit: "grapheme" }), async (name) => {
      const wellFormed = name.toWellFormed()
      const id = await shortenProjectId(wellFormed)
      expect(Buffer.byteLength(id)).toBeLessThanOrEqual(limits.idBytes)
      expect(id.isWellFormed()).toBe(true)
      expect(await shortenProjectId(`${wellFormed}x`)).not.toBe(id)
    }),
  )
})
