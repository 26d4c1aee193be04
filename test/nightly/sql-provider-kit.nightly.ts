import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { mustRun, run } from "session-test-support/run"
import { afterAll, expect, it } from "vitest"
import { root } from "../../scripts/packs.mjs"
import { linkModules, modulesOfSqlProviders } from "../installation/link-modules.ts"
import { failuresInGuide, readKitReport } from "../installation/scaffold-failures.ts"

const folder = mkdtempSync(join(tmpdir(), "sql-provider-kit-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("an author who begins a SQL provider sees all cases pass but those that the guide names", async () => {
  const place = join(folder, "session-acme-db")
  await mustRun(["node", join(root, "scripts/create-provider.mjs"), "session-acme-db", place, "--sql"], { folder })
  linkModules(place, modulesOfSqlProviders)
  await mustRun(["node", "node_modules/drizzle-kit/bin.cjs", "generate"], { folder: place })
  await mustRun(["node", "scripts/embed-migrations.mjs"], { folder: place })
  const report = join(folder, "report.json")
  await run([join(root, "node_modules/.bin/vitest"), "run", "--reporter=json", `--outputFile=${report}`], {
    folder: place,
  })
  const { failures, passed } = readKitReport(report)
  expect(failures).toEqual(failuresInGuide())
  expect(passed).toBeGreaterThan(400)
})
