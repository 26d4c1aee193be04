import { expect, it } from "vitest"
import { splitCommand } from "./split-command.ts"

it.each<[string, string[] | undefined]>([
  ["get", ["get"]],
  ["  get  it ", ["get", "it"]],
  [`get 'a b' "c d" e'f g'h`, ["get", "a b", "c d", "ef gh"]],
  ["get '$HOME' '|' '\\'", ["get", "$HOME", "|", "\\"]],
  ["get ''", ["get", ""]],
  ["get --host=db.example:3306 user@corp {} [x] #", ["get", "--host=db.example:3306", "user@corp", "{}", "[x]", "#"]],
  ["", undefined],
  ["   ", undefined],
  ["get 'a", undefined],
  ["get $TOKEN", undefined],
  ["get | head", undefined],
  ["get > file", undefined],
  ["get; rm", undefined],
  ["get *", undefined],
  ["get `it`", undefined],
  ['get "$TOKEN"', undefined],
  ["C:\\get.exe", undefined],
])("%s", (text, expected) => {
  expect(splitCommand(text)).toEqual(expected)
})

it("a long text takes no longer than its length", () => {
  expect(splitCommand(`${"a".repeat(1_000_000)}'`)).toBeUndefined()
  expect(splitCommand(`${"' ".repeat(500_000)}"`)).toBeUndefined()
})
