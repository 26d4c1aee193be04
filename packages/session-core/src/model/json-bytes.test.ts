import { expect, test } from "vitest"
import { jsonBytes } from "./json-bytes.ts"

const sliceLength = 256 * 1024

test.each([
  [null],
  [-1.5e300],
  [true],
  [[]],
  [{}],
  [{ dropped: undefined }],
  [{ ключ: [1, "é", { a: [[], {}, null] }], dropped: undefined, last: "" }],
  // A pair of surrogates across the end of a slice, and halves of one on either side.
  [`${"x".repeat(sliceLength - 1)}👩‍👩‍👧‍👦${'\u0000\n"'.repeat(sliceLength)}`],
  [`${"x".repeat(sliceLength - 1)}\ud800\ud800${"é".repeat(sliceLength)}`],
  [`${"x".repeat(sliceLength)}\udc00`],
])("counts the bytes that the JSON has", (value) => {
  expect(jsonBytes(value)).toBe(Buffer.byteLength(JSON.stringify(value)))
})
