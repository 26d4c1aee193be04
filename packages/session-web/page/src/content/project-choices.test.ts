import { expect, test } from "vitest"
import { choicesOf } from "./project-choices.ts"

const named = (id: string, name: string) => ({ id, name })

test("projects are offered by name, and those that share one by their ids", () => {
  const known = [named("github.com/acme/shop", "shop"), named("github.com/umbrella/shop", "shop"), named("app", "app")]
  expect(choicesOf(known, null, null).map(({ name }) => name)).toEqual([
    "app",
    "github.com/acme/shop",
    "github.com/umbrella/shop",
  ])
})

test("the server's own project and the one that is shown can be chosen before they have a session", () => {
  const choices = choicesOf([named("a", "A")], named("own", "Own"), "shown")
  expect(choices.map(({ id }) => id)).toEqual(["a", "own", "shown"])
})
