import { expect, test } from "vitest"
import { parseRemotes } from "./parse-remotes.ts"

test("a remote is known by the URL it is fetched from, whatever git prints around it", () => {
  const output = [
    "lonely\t",
    "origin\thttps://host.example/o/r with a blank (fetch) [blob:none]",
    "origin\tgit@host.example:other/r (push)",
    "up/stream\tssh://host.example/u/r (fetch)",
    "up/stream\tssh://host.example/u/r (push)",
    "",
  ].join("\n")
  expect([...parseRemotes(output)]).toEqual([
    ["origin", "https://host.example/o/r with a blank"],
    ["up/stream", "ssh://host.example/u/r"],
  ])
})
