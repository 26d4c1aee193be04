import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeCursor, encodeCursor } from "./cursor.ts"
import { sessionPageKey } from "./page-keys.ts"

const position = fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.maxSafeInteger(), fc.constant(null)), {
  minLength: 1,
  maxLength: 4,
})
const isInvalid = expect.objectContaining({ code: "invalid_cursor", hint: expect.any(String) })

describe("invariant 10: cursors", () => {
  it("give back the place that they were made of, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string(), position, (query, place) => {
        const cursor = encodeCursor(query, place)
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(decodeCursor(query, cursor)).toEqual(place)
      }),
    )
  })

  it("of one query are no good for another", () => {
    const queries = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(queries, position, ([one = "", two = ""], place) => {
        expect(() => decodeCursor(two, encodeCursor(one, place))).toThrowError(isInvalid)
      }),
    )
  })

  it("that are cut, or no cursors at all, are refused and never end in another error", () => {
    const cursor = encodeCursor("query", ["place", 5])
    for (let length = 0; length < cursor.length - 1; length += 1) {
      expect(() => decodeCursor("query", cursor.slice(0, length))).toThrowError(isInvalid)
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(() => decodeCursor("query", text)).toThrowError(isInvalid)
      }),
    )
  })

  it("with a place that no list gives are refused", () => {
    for (const value of [true, {}, [1], undefined]) {
      const forged = Buffer.from(JSON.stringify(["0", value])).toString("base64url")
      expect(() => decodeCursor("query", forged)).toThrowError(isInvalid)
    }
  })

  it("are absent on the first page", () => {
    expect(decodeCursor("query", undefined)).toBeUndefined()
  })

  it("tell an absent parent from none, and a project of any name from all projects", () => {
    const query = { scope: { projectId: "null" }, state: "active", limit: 1 } as const
    const all = { allProjects: true } as const
    const keys = [query, { ...query, parentId: null }, { ...query, parentId: "0" }, { ...query, scope: all }].map(
      sessionPageKey,
    )
    expect(new Set(keys).size).toBe(4)
  })
})
