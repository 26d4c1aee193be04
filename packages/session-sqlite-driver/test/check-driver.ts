import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chosenDriver, loadDriver } from "../src/index.ts"
import { driverCases } from "./driver-contract.ts"

/*
 * Checks the driver of the runtime that it is started in. Prints the driver, and each promise that is not kept.
 */

const { driver } = await loadDriver(chosenDriver(process.env))
console.log(driver.name)
for (const { title, run } of driverCases) {
  const folder = mkdtempSync(join(tmpdir(), "session-sqlite-driver-"))
  try {
    await run(driver, folder)
  } catch (error) {
    process.exitCode = 1
    console.log(`${title}: ${error instanceof Error ? error.stack : error}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
