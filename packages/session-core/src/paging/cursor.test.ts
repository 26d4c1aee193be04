import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { decodeCursor, encodeCursor, type PageKey } from "./cursor.ts"
import { searchPageKey, sessionChangesKey, sessionPageKey } from "./page-keys.ts"
import { isPositionCount, isPositionId, isPositionPath } from "./position-value.ts"

const keyOf = (query: string): PageKey<[id: string, count: number, path: string]> => ({
  query,
  position: [isPositionId, isPositionCount, isPositionPath],
})
const plainText = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 30 })
  .filter((text) => !/[\u0000-\u001f\u007f]/.test(text))
const position = fc.tuple(plainText, fc.maxSafeNat(), plainText)
const isInvalid = expect.objectContaining({ code: "invalid_cursor", hint: expect.any(String) })

describe("invariant 10: cursors", () => {
  it("give back the place that they were made of, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string(), position, (query, place) => {
        const cursor = encodeCursor(keyOf(query), place)
        expect(cursor).toMatch(/^[\w-]+$/)
        expect(decodeCursor(keyOf(query), cursor)).toEqual(place)
      }),
    )
  })

  it("of one query are no good for another", () => {
    const queries = fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 2 })
    fc.assert(
      fc.property(queries, position, ([one = "", two = ""], place) => {
        expect(() => decodeCursor(keyOf(two), encodeCursor(keyOf(one), place))).toThrowError(isInvalid)
      }),
    )
  })

  it("that are cut, or no cursors at all, are refused and never end in another error", () => {
    const cursor = encodeCursor(keyOf("query"), ["id", 5, "path"])
    for (let length = 0; length < cursor.length - 1; length += 1) {
      expect(() => decodeCursor(keyOf("query"), cursor.slice(0, length))).toThrowError(isInvalid)
    }
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(() => decodeCursor(keyOf("query"), text)).toThrowError(isInvalid)
      }),
    )
  })

  /** A genuine cursor's origin with other values: JSON texts, since JSON has numbers that JavaScript does not write. */
  const forge = (genuine: string, ...values: string[]): string => {
    const [origin] = JSON.parse(Buffer.from(genuine, "base64url").toString("utf8"))
    return Buffer.from(`[${[JSON.stringify(origin), ...values].join(",")}]`).toString("base64url")
  }

  it("with a position that no row has are refused, whatever was made of them", () => {
    const key = keyOf("query")
    const genuine = encodeCursor(key, ["id", 5, "path"])
    expect(decodeCursor(key, forge(genuine, '"id"', "5", '"path"'))).toEqual(["id", 5, "path"])
    const wrongTexts = [
      "1",
      "null",
      "true",
      "{}",
      "[]",
      '""',
      '"a\\u0000"',
      '"\\ud800"',
      JSON.stringify("x".repeat(1025)),
    ]
    const wrongCounts = ['"5"', '"NaN"', "null", "true", "{}", "[5]", "-1", "0.5", "1e999", "9007199254740993"]
    const forgeries = [
      [],
      ['"id"', "5"],
      ['"id"', "5", '"path"', "1"],
      ...wrongTexts.flatMap((text) => [
        [text, "5", '"path"'],
        ['"id"', "5", text],
      ]),
      ...wrongCounts.map((count) => ['"id"', count, '"path"']),
    ]
    for (const values of forgeries) {
      expect(() => decodeCursor(key, forge(genuine, ...values)), values.join()).toThrowError(isInvalid)
    }
  })

  it("of a search begin in titles or in parts, and nowhere else", () => {
    const key = searchPageKey({ scope: { allProjects: true }, text: "x", limit: 1 })
    const genuine = encodeCursor(key, [1, 7])
    expect(decodeCursor(key, genuine)).toEqual([1, 7])
    for (const kind of ["2", "-1", '"1"', "null"]) {
      expect(() => decodeCursor(key, forge(genuine, kind, "7"))).toThrowError(isInvalid)
    }
  })

  it("of a feed have a number for each of its shards", () => {
    const two = sessionChangesKey(2)
    expect(decodeCursor(two, encodeCursor(two, [3, 4]))).toEqual([3, 4])
    for (const numbers of [[3], [3, 4, 5]]) {
      const other = encodeCursor(sessionChangesKey(numbers.length), numbers)
      expect(() => decodeCursor(two, other)).toThrowError(isInvalid)
    }
  })

  it("that are no text are refused, as a program without types may pass them", () => {
    for (const value of [5, null, {}, []]) {
      // What a caller in JavaScript can do, types cannot say.
      expect(() => decodeCursor(keyOf("query"), value as unknown as string)).toThrowError(isInvalid)
    }
  })

  it("are absent on the first page", () => {
    expect(decodeCursor(keyOf("query"), undefined)).toBeUndefined()
  })

  it("tell an absent parent from none, and a project of any name from all projects", () => {
    const query = { scope: { projectId: "null" }, state: "active", limit: 1 } as const
    const all = { allProjects: true } as const
    const keys = [query, { ...query, parentId: null }, { ...query, parentId: "0" }, { ...query, scope: all }].map(
      (each) => sessionPageKey(each).query,
    )
    expect(new Set(keys).size).toBe(4)
  })
})
