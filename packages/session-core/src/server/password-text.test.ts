import { expect, it } from "vitest"
import { passwordText } from "./password-text.ts"

const read = (text: string) => passwordText(Buffer.from(text), "the key")

it.each<[string, string]>([
  ["secret", "secret"],
  ["secret\n", "secret"],
  ["secret\r\n", "secret"],
  ["\ufeffsecret\n", "secret"],
  ["secret\n\n", "secret\n"],
  [" secret \t\n", " secret \t"],
  ["pässword😀\n", "pässword😀"],
])("%j: one line break at the end does not belong to the password, all else does", (text, expected) => {
  expect(read(text)).toBe(expected)
})

it.each(["", "\n", "\r\n", "a\0b"])("%j is an error that names the key, and shows nothing", (text) => {
  expect(() => read(text)).toThrow(/^the key gives/)
})
