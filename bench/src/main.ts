import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type BenchContext, isWithinBudget, type Result, type Table } from "./measurement.ts"
import { measurements, peerMeasurements } from "./measurements/index.ts"
import { printResults, printTable } from "./report/print-table.ts"
import { createHistory, type HistoryFixture } from "./support/history-fixture.ts"
import { MysqlServers } from "./support/mysql-server.ts"
import { temporaryFolder } from "./support/temporary-folder.ts"

const { values } = parseArgs({
  options: { json: { type: "boolean" }, only: { type: "string", multiple: true }, peers: { type: "boolean" } },
})
const offered = values.peers ? peerMeasurements : measurements
const names = offered.map((measurement) => measurement.name)
const unknown = values.only?.find((name) => !names.includes(name))
if (unknown === undefined) process.exitCode = await run()
else {
  console.error(`There is no measurement ${unknown}. There are: ${names.join(", ")}.`)
  process.exitCode = 2
}

/** Takes the measurements that are asked for, prints them, and gives the exit code. */
async function run(): Promise<number> {
  using folder = temporaryFolder()
  await using servers = new MysqlServers()
  const results: Result[] = []
  const tables: Table[] = []
  let history: Promise<HistoryFixture> | undefined
  for (const measurement of offered) {
    if (values.only !== undefined && !values.only.includes(measurement.name)) continue
    const ownFolder = join(folder.path, measurement.name)
    mkdirSync(ownFolder)
    const context: BenchContext = {
      folder: ownFolder,
      history() {
        history ??= createHistory(folder.path)
        return history
      },
      mysql: (options) => servers.get(options),
      show: (table) => tables.push(table),
    }
    // On standard error: standard output is the table's alone.
    console.error(`${measurement.name} …`)
    results.push(...(await measurement.run(context)))
  }
  if (values.json) {
    console.log(
      JSON.stringify(
        results.map((result) => ({ ...result, ok: isWithinBudget(result) })),
        null,
        2,
      ),
    )
  } else {
    for (const table of tables) printTable(table)
    printResults(results)
  }
  return results.every(isWithinBudget) ? 0 : 1
}
