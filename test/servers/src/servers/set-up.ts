import type { TestProject } from "vitest/node"
import { kinds } from "../kinds/kinds.ts"
import { families, type ServerFamily, type ServerKind } from "../kinds/server-kind.ts"
import { type FoundServer, findServer, type Obstacle } from "./find-server.ts"
import type { MissingServer } from "./provided-server.ts"
import { wantedKinds } from "./wanted-kinds.ts"

/**
 * Gives a provider's tests real servers, before the first of them runs. A set-up that throws would end the whole run, also the
 * tests of other packages: what goes wrong here is handed to the tests that it concerns.
 */
export const setUpServers = (family: ServerFamily) => async (project: TestProject) => {
  const { servers, missing } = await findServers(families[family])
  // A project may have the servers of several families: what another set-up has provided stays.
  const { servers: others = [], missingServers: otherMissing = [] } = project.getProvidedContext()
  project.provide("servers", [...others, ...servers.map(({ access, launcher }) => ({ ...access, launcher }))])
  project.provide("missingServers", [...otherMissing, ...missing])
  return async () => {
    await Promise.all(servers.map((server) => server.close()))
    // Printed after Vitest's summary, so that it is not lost above it.
    for (const { reason } of missing.filter(({ fails }) => !fails)) console.warn(reason)
  }
}

async function findServers(
  kindsOfFamily: readonly ServerKind[],
): Promise<{ servers: FoundServer[]; missing: MissingServer[] }> {
  const servers: FoundServer[] = []
  const missing: MissingServer[] = []
  try {
    const all = wantedKinds(process.env.OPENCODE_TEST_SERVERS)
    const wanted = kindsOfFamily.filter((kind) => all.includes(kind))
    for (const kind of kindsOfFamily.filter((name) => !wanted.includes(name))) {
      console.log(`${kinds[kind].title}: left out, as OPENCODE_TEST_SERVERS says`)
    }
    const results = await Promise.allSettled(wanted.map((kind) => findServer(kind)))
    for (const [index, kind] of wanted.entries()) {
      const result = results[index]
      // A server that was named and cannot be used: whoever names one wants no other, and not to go without.
      if (result?.status !== "fulfilled") missing.push({ kind, reason: messageOf(result?.reason), fails: true })
      else if (Array.isArray(result.value)) missing.push({ kind, reason: whyMissing(kind, result.value), fails: false })
      else servers.push(result.value)
    }
  } catch (error) {
    for (const kind of kindsOfFamily) missing.push({ kind, reason: messageOf(error), fails: true })
  }
  for (const { access, source, took } of servers) {
    console.log(`${kinds[access.kind].title} ${access.version}: ${source} (${(took / 1000).toFixed(1)} s)`)
  }
  // CI must test on a server. One of the family is enough: MySQL is only in a suite of Debian's from which it is missing at times.
  const fails = process.env.CI === "true" && servers.length === 0
  return { servers, missing: missing.map((server) => ({ ...server, fails: server.fails || fails })) }
}

const whyMissing = (kind: ServerKind, obstacles: readonly Obstacle[]): string =>
  [
    `The tests on ${kinds[kind].title} do not run, because no server could be had:`,
    ...obstacles.map(({ source, reason }) => `  - ${source}: ${reason.replaceAll("\n", "\n    ")}`),
    `Start Docker, install a server, or name one by ${kinds[kind].variable}=${kinds[kind].variableExample}.`,
  ].join("\n")

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
