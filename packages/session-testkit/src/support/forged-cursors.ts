/** What no position has where it has a number, and where it has a text. */
const wrongForNumber = ['"abc"', '"1"', "null", "true", "[1]", "{}", "-1", "1.5", "1e999", "9007199254740993"]
const wrongForText = ["5", "null", "true", '["a"]', '""', '"a\\u0000b"', '"\\ud800"', JSON.stringify("x".repeat(2000))]

/**
 * Cursors that somebody made from a genuine one: with a value too few or too many, or with a value that no position has there.
 * None for a cursor that is not core's JSON: how to forge it, only its provider knows.
 */
export function forgedCursors(genuine: string): string[] {
  const values = valuesOf(genuine)
  if (values === null) return []
  const texts = values.map((value) => JSON.stringify(value))
  const replaced = values.flatMap((value, index) => {
    // The first says which query the cursor is of.
    if (index === 0) return []
    const wrong = typeof value === "number" ? wrongForNumber : wrongForText
    return wrong.map((text) => texts.with(index, text))
  })
  return [texts.slice(0, -1), [...texts, "1"], [...texts, '"a"'], ...replaced].map((each) =>
    Buffer.from(`[${each.join(",")}]`).toString("base64url"),
  )
}

function valuesOf(cursor: string): unknown[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"))
    return Array.isArray(values) ? values : null
  } catch {
    return null
  }
}
