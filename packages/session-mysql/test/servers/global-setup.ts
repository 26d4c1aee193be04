// Gives the provider's tests real servers, before the first of them runs. See README.md beside this file.
import type { TestProject } from "vitest/node"
import { type FoundServer, findServer, type Obstacle } from "./find-server.ts"
import "./provided-server.ts"
import { kindNames, type ServerKind, serverKinds } from "./server-kind.ts"
import { wantedKinds } from "./wanted-kinds.ts"

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const kinds = wantedKinds(process.env.OPENCODE_TEST_MYSQL)
  const results = await Promise.allSettled(kinds.map((kind) => findServer(kind)))
  const found = results.flatMap((result) =>
    result.status === "fulfilled" && !Array.isArray(result.value) ? [result.value] : [],
  )
  const tearDown = async (): Promise<void> => {
    await Promise.all(found.map((server) => server.close()))
  }
  const failed = results.find((result) => result.status === "rejected")
  if (failed !== undefined || (found.length === 0 && kinds.length > 0)) {
    await tearDown()
    throw failed?.reason ?? new Error(noServer(results.map(outcomeOf), kinds))
  }
  for (const [index, kind] of kinds.entries()) {
    say(kind, outcomeOf(results[index]))
  }
  for (const kind of serverKinds.filter((kind) => !kinds.includes(kind))) {
    console.log(`${kindNames[kind]}: left out, as OPENCODE_TEST_MYSQL says`)
  }
  project.provide(
    "mysqlServers",
    found.map(({ access, launcher }) => ({ ...access, launcher })),
  )
  return tearDown
}

const outcomeOf = (result: PromiseSettledResult<FoundServer | Obstacle[]> | undefined): FoundServer | Obstacle[] =>
  result?.status === "fulfilled" ? result.value : []

const say = (kind: ServerKind, outcome: FoundServer | Obstacle[]): void => {
  if (Array.isArray(outcome)) {
    console.warn(`${kindNames[kind]}: none, so its tests do not run.\n${reasons(outcome)}`)
    return
  }
  const seconds = (outcome.took / 1000).toFixed(1)
  console.log(`${kindNames[kind]} ${outcome.access.version}: ${outcome.source} (${seconds} s)`)
}

const noServer = (outcomes: (FoundServer | Obstacle[])[], kinds: readonly ServerKind[]): string =>
  [
    "There is no server that MySQL's tests could run on.",
    ...kinds.map((kind, index) => {
      const outcome = outcomes[index]
      return `${kindNames[kind]}:\n${Array.isArray(outcome) ? reasons(outcome) : ""}`
    }),
    "Start Docker, install a server, or name one by OPENCODE_TEST_MYSQL_DSN=user:password@tcp(host:3306)/ (or",
    "OPENCODE_TEST_MARIADB_DSN). OPENCODE_TEST_MYSQL=skip leaves these tests out.",
  ].join("\n")

const reasons = (obstacles: readonly Obstacle[]): string =>
  obstacles.map(({ source, reason }) => `  - ${source}: ${reason.replaceAll("\n", "\n    ")}`).join("\n")
