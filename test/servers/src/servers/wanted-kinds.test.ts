import { expect, test } from "vitest"
import { wantedKinds } from "./wanted-kinds.ts"

test("takes all kinds, some or none", () => {
  expect(wantedKinds("")).toEqual(["mysql", "mariadb", "postgres"])
  expect(wantedKinds("mariadb")).toEqual(["mariadb"])
  expect(wantedKinds("mysql,postgres")).toEqual(["mysql", "postgres"])
  expect(wantedKinds("skip")).toEqual([])
  expect(() => wantedKinds("no")).toThrow(
    "OPENCODE_TEST_SERVERS is no; it must be skip, or some of mysql, mariadb, postgres.",
  )
})
