import { availableParallelism } from "node:os"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"

/** Tests that want a database server. It is started only when one of them is in the run. */
const onMysql = [
  "packages/session-mysql/test/**/*.test.ts",
  "packages/session-cli/test/mysql/**/*.test.ts",
  "apps/demo/test/**/*.test.ts",
  "test/servers/test/mysql/**/*.test.ts",
]

/** The same for PostgreSQL. */
const onPostgres = ["packages/session-postgres/test/**/*.test.ts", "test/servers/test/postgres/**/*.test.ts"]

/** Tests that open the page in a browser, and those of how one is found. */
const inBrowser = [
  "packages/session-web/browser/**/*.test.ts",
  "packages/session-export/browser/**/*.test.ts",
  "apps/demo/browser/**/*.test.ts",
  "test/browser/test/**/*.test.ts",
]

/** Tests that run the real OpenCode, and those of how it is found. */
const onOpenCode = ["packages/*/test/opencode/**/*.test.ts", "test/opencode/test/**/*.test.ts"]

/**
 * Tests of small units, which leave the process as they found it (folder, clock, spies). They share their workers: for forty
 * files a process and the imports of their own cost more than the tests.
 */
const units = [
  "packages/session-core/src/**/*.test.ts",
  "packages/session-mysql/src/**/*.test.ts",
  "packages/session-cli/src/output/*.test.ts",
  "packages/session-opencode/src/{mapping,reconcile}/*.test.ts",
  "packages/session-web/page/src/**/*.test.ts",
  "packages/session-export/src/**/*.test.ts",
]

/** Tests that take long: whole suites by a line each, installations, processes that are waited for. */
const long =
  /-conformance\.test|session-sqlite\/test\/runtimes|session-testkit\/|test\/packages\.test|provider-guide|two-machines|killed-transfer|import-export/

/**
 * In a fresh checkout Vitest starts with the files that have most bytes. Those that take longest would come last, one after
 * the other, while a core is idle.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => long.test(moduleId)
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

/** Each project's first set-up. Inherited, it would come after the project's own. */
const temporaryFolder = "session-test-support/vitest-setup"

/** Start the servers, once for a whole run. */
const mysqlServers = "session-test-servers/mysql/global-setup"
const postgresServers = "session-test-servers/postgres/global-setup"

/** Finds the OpenCode of the run, once. */
const openCode = "session-test-opencode/provide-opencode"

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // For what hangs. Tests start processes and wait for locks, and a busy machine must not make them fail.
    testTimeout: 1_200_000,
    hookTimeout: 1_200_000,
    expect: { poll: { timeout: 120_000 } },
    // Half of the time they wait for a disk, a server or another process. By default one core stays idle.
    maxWorkers: availableParallelism() + 1,
    // Node.js 24 parses a package's whole package.json for each of its files, and this one's is 180 KB long: loaded by Vitest,
    // Drizzle costs each test file a second less.
    server: { deps: { inline: ["drizzle-orm"] } },
    // A test that passes only at the second try is not passed.
    retry: 0,
    projects: [
      {
        extends: true,
        test: {
          name: "packages",
          include: [
            "packages/*/src/**/*.test.ts",
            "packages/*/test/**/*.test.ts",
            "apps/*/src/**/*.test.ts",
            "bench/src/**/*.test.ts",
            "test/**/*.test.ts",
          ],
          exclude: ["**/node_modules/**", ...onMysql, ...onPostgres, ...inBrowser, ...onOpenCode, ...units],
          globalSetup: [temporaryFolder],
        },
      },
      { extends: true, test: { name: "units", include: units, isolate: false, globalSetup: [temporaryFolder] } },
      {
        extends: true,
        test: {
          name: "browser",
          include: inBrowser,
          globalSetup: [
            temporaryFolder,
            "packages/session-web/browser/support/build-page.ts",
            "session-test-browser/launch-browser",
          ],
        },
      },
      {
        extends: true,
        test: {
          name: "mysql",
          include: onMysql,
          globalSetup: [temporaryFolder, mysqlServers],
        },
      },
      {
        extends: true,
        test: {
          name: "postgres",
          include: onPostgres,
          globalSetup: [temporaryFolder, postgresServers],
        },
      },
      {
        extends: true,
        test: {
          name: "opencode",
          include: onOpenCode,
          globalSetup: [temporaryFolder, openCode],
        },
      },
      // Only `npm run nightly` has the time.
      ...(process.env.SESSION_NIGHTLY === "1"
        ? [
            {
              extends: true as const,
              test: {
                name: "nightly",
                include: ["packages/*/test/nightly/*.nightly.ts", "test/nightly/*.nightly.ts"],
                // Sessions of 600 MB are written, moved and read in one test.
                testTimeout: 3_600_000,
                globalSetup: [temporaryFolder, mysqlServers, postgresServers, openCode],
              },
            },
          ]
        : []),
    ],
  },
})
