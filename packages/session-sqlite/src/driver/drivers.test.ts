import { describe, it } from "vitest"
import { driverCases } from "../../test/driver-contract.ts"
import { temporaryFolder } from "../../test/temporary-folder.ts"
import { loadDriver } from "./index.ts"

describe.each(["better-sqlite3", "node:sqlite"] as const)("the driver %s", async (name) => {
  const { driver } = await loadDriver(name)
  it.each(driverCases)("$title", ({ run }) => run(driver, temporaryFolder()))
})
