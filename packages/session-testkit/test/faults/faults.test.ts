import { styleText } from "node:util"
import { afterAll, describe, expect, it } from "vitest"
import sqlite from "../../../session-sqlite/test/sqlite-suite.ts"
import { fullTitle } from "../../src/cases/kit-case.ts"
import { runCase } from "../../src/cases/run-case.ts"
import { casesOf } from "../../src/groups/index.ts"
import type { ProviderSuite } from "../../src/provider-under-test.ts"
import { replacing } from "../../src/support/replacing.ts"
import memory from "../memory-suite.ts"
import { connectionFaults } from "./connection-faults.ts"
import { databaseFaults } from "./database-faults.ts"
import { definitionFaults } from "./definition-faults.ts"
import type { Fault } from "./fault.ts"
import { feedFaults } from "./feed-faults.ts"
import { filterFaults } from "./filter-faults.ts"
import { idFaults } from "./id-faults.ts"
import { pageFaults } from "./page-faults.ts"
import { partFaults } from "./part-faults.ts"
import { projectFaults } from "./project-faults.ts"
import { readFaults } from "./read-faults.ts"
import { receiptFaults } from "./receipt-faults.ts"
import { searchFaults } from "./search-faults.ts"
import { statisticsFaults } from "./statistics-faults.ts"
import { valueFaults } from "./value-faults.ts"
import { writeFaults } from "./write-faults.ts"

const rights: Record<NonNullable<Fault["into"]>, ProviderSuite> = { memory, sqlite }
const faults = [
  ...writeFaults,
  ...receiptFaults,
  ...valueFaults,
  ...projectFaults,
  ...readFaults,
  ...idFaults,
  ...filterFaults,
  ...statisticsFaults,
  ...pageFaults,
  ...partFaults,
  ...feedFaults,
  ...searchFaults,
  ...databaseFaults,
  ...connectionFaults,
  ...definitionFaults,
]
const random = { sequences: 1, seed: 1 }

/** The suite of a right provider, with the hooks that the fault's cases need. */
function withHooks({ into = "memory", hooks, defines }: Fault, isPlanted: boolean): ProviderSuite {
  const right: ProviderSuite = rights[into]
  const hooked = async (create: ProviderSuite["create"]) => {
    const store = await create()
    return { ...store, ...hooks?.(isPlanted, store) }
  }
  const { create, createMigrated } = right
  return {
    ...right,
    ...(defines && { definition: defines(isPlanted) }),
    create: () => hooked(create),
    ...(createMigrated && { createMigrated: () => hooked(createMigrated) }),
  }
}

/** That suite, with the fault in every handle. */
function planted(fault: Fault): ProviderSuite {
  const { claims, plant } = fault
  const right = withHooks(fault, true)
  const capabilities = { ...right.capabilities, ...claims }
  const wrong = (provider: Parameters<Fault["plant"]>[0]) => replacing(provider, { capabilities, ...plant(provider) })
  const plantedStore = async (create: ProviderSuite["create"]) => {
    const store = await create()
    const { reopen } = store
    return {
      ...store,
      provider: wrong(store.provider),
      ...(reopen && { reopen: async () => wrong(await reopen()) }),
    }
  }
  const { create, createMigrated } = right
  return {
    ...right,
    capabilities,
    create: () => plantedStore(create),
    ...(createMigrated && { createMigrated: () => plantedStore(createMigrated) }),
  }
}

/** The titles of the cases that are there for a fault and fail on a provider. */
async function failing(suite: ProviderSuite, { caughtBy }: Fault): Promise<string[]> {
  const titles: string[] = []
  const cases = casesOf(suite, random).filter((each) => caughtBy.test(fullTitle(each)))
  expect(cases, `no case is called ${caughtBy}`).not.toEqual([])
  for (const each of cases) if ((await runCase(each)).status === "failed") titles.push(fullTitle(each))
  return titles
}

describe("a wrong provider does not pass the kit", () => {
  const table: [fault: string, caughtBy: string][] = []

  it.each(faults)("$name is caught", async (fault) => {
    const [first] = await failing(planted(fault), fault)
    expect(first, "nothing caught it").toBeDefined()
    table.push([fault.name, first ?? ""])
    // Where nothing is planted, the case does not fail: it is the fault that it caught.
    if (fault.claims === undefined) expect(await failing(withHooks(fault, false), fault)).toEqual([])
  })

  afterAll(() => {
    const lines = table.map(([fault, caughtBy]) => `  ${fault.padEnd(52)} ${caughtBy}`)
    process.stdout.write(`\n${styleText("bold", "fault | caught by")}\n${lines.join("\n")}\n`)
  })
})
