import { expect, test } from "vitest"
import { FakeTerminal } from "../../test/fake-terminal.ts"
import { useColour } from "./use-colour.ts"

const terminal = new FakeTerminal(80)
const pipe = new FakeTerminal(80, false)

test("a file gets no escape sequences that nobody asked for", () => {
  expect(useColour(terminal, true, { TERM: "xterm" })).toBe(true)
  expect(useColour(pipe, true, { TERM: "xterm" })).toBe(false)
})

test("who wants no colours gets none, and who forces them gets them everywhere", () => {
  expect(useColour(terminal, false, { FORCE_COLOR: "1" })).toBe(false)
  expect(useColour(terminal, true, { NO_COLOR: "1" })).toBe(false)
  expect(useColour(terminal, true, { NO_COLOR: "" })).toBe(true)
  expect(useColour(terminal, true, { TERM: "dumb" })).toBe(false)
  expect(useColour(pipe, true, { FORCE_COLOR: "1" })).toBe(true)
  expect(useColour(terminal, true, { FORCE_COLOR: "0" })).toBe(false)
})
