import type { Capabilities, JsonObject, ProviderDefinition, SessionProvider } from "@opencode/session-core/provider"

/** A row that a test has made unreadable. */
export type RowKey =
  /** Its own fields. */
  | { kind: "session"; sessionId: string }
  /** Its fields; its parts are rows of their own. */
  | { kind: "message"; sessionId: string; messageId: string }
  /** Its data. */
  | { kind: "part"; sessionId: string; messageId: string; partId: string }

/** How another process opens a store: a module that it imports, and what it is told. See {@link ProcessModule}. */
export interface ProcessEntry {
  /** The URL of an ES module, such as `new URL("./open-in-process.js", import.meta.url).href`. */
  module: string
  /** What the module's `openProvider` is given. */
  arguments: JsonObject
}

/** Where a migration is cut off. */
export interface MigrationPoint {
  /** The number of a statement, 0 for the first. A provider without statements counts the steps that it records. */
  statement: number
  /** `before`: the statement has not run. `unrecorded`: it has run, and the database does not say so yet. */
  moment: "before" | "unrecorded"
}

/** What the module of a {@link ProcessEntry} exports. */
export interface ProcessModule {
  /** Opens the store, without migrating it. */
  openProvider(options: JsonObject): Promise<SessionProvider>
  /**
   * Migrates the store, and kills its own process with SIGKILL at the given point. Returns when the migration has fewer
   * statements. A SQL provider that uses core's `runMigrations` gives it `killedAt(point, target)` of
   * `@opencode/session-testkit/processes`. Without it, the cases of killed migrations are skipped.
   */
  migrateUntil?(options: JsonObject, point: MigrationPoint): Promise<void>
}

/**
 * A fresh and empty store. Its optional members are hooks: each makes more cases possible, and a case whose hook is not given is
 * skipped, which the report says.
 */
export interface StoreUnderTest {
  /** Open, and not migrated yet. */
  provider: SessionProvider
  /**
   * Opens the same store once more in this process, while others may be open. It may lead to another node of a cluster, with
   * settings of its own, such as those for reads that wait for the other nodes.
   */
  reopen?(): Promise<SessionProvider>
  /** How another process opens the store. Several processes take several entries in turn, such as the nodes of a cluster. */
  openInProcess?: ProcessEntry | readonly ProcessEntry[]
  /**
   * Makes what a row holds unreadable, as a bad disk or another program would: its JSON ends in the middle, or, where `json` is
   * given, is replaced by it: JSON that parses, and is no object.
   */
  damage?(row: RowKey, json?: string): Promise<void>
  /**
   * Makes the store's place look as another has left it, behind the provider's back:
   *
   * - `another program`: the store is empty, and gets what that program has there, under a name of ours: a table `session` with
   *   other columns, a file of another kind;
   * - `a newer version`: the store is migrated, and its record of migrations names one more.
   */
  occupy?(by: "another program" | "a newer version"): Promise<void>
  /**
   * Breaks every connection that handles on this store have at the moment, those in the middle of a call too, as a server that
   * restarts does: `KILL` or `pg_terminate_backend` from another connection. New connections succeed at once.
   */
  breakConnections?(): Promise<void>
  /**
   * Calls `write` and has its transaction rolled back once as the victim of a deadlock: another connection takes what the write
   * needs last (such as the rows of the feed), and then asks for the row of the session, which the write has. Returns what
   * `write` returns. Fails when no deadlock came about or the other transaction was its victim: the case would show nothing.
   */
  deadlock?<Result>(sessionId: string, write: () => Promise<Result>): Promise<Result>
  /**
   * Ways to open a store that fail, each with `secret` as the password or token: at a server that refuses it, at an address
   * where none listens. Each may fail itself, or give a provider whose calls fail. `secret` has letters, digits and hyphens.
   */
  openRefused?(secret: string): (() => Promise<SessionProvider>)[]
  /** Lets go of what `create` made. The case has closed every provider that it was given. */
  destroy(): Promise<void>
}

/** The hooks of a store, and of the module with which other processes open it. */
export type HookName = Exclude<keyof StoreUnderTest, "provider" | "destroy"> | "migrateUntil"

/** What a package exports as `provider`, for the cases of options. Nothing is opened with it. */
export interface DefinitionUnderTest {
  /** The export. */
  provider: ProviderDefinition
  /**
   * Options that are right, as they stand below `sessionProvider.<type>`: each way in which one configures the provider, with
   * `secret` as the password where there is one. `secret` has letters, digits and hyphens.
   */
  options(secret: string): JsonObject[]
}

/** What {@link describeProvider} is told. */
export interface ProviderSuite {
  /** Names the tests. */
  name: string
  /** What the provider claims. Tests of what is not claimed are those of its refusal. */
  capabilities: Capabilities
  /** Makes a store for one case. */
  create(): Promise<StoreUnderTest>
  /**
   * Makes a store that is empty and migrated already, for the many cases that do not look at migrations. Where making tables
   * takes its time, give a copy of a migrated file, or a database whose rows the last case's `destroy` has deleted: counters
   * and feeds must stand at their beginning. Without it, the cases migrate what `create` gives.
   */
  createMigrated?(): Promise<StoreUnderTest>
  /** The package's export. Without it, the cases of its options are skipped. */
  definition?: DefinitionUnderTest
  /** Lets go of what the suite itself keeps, such as a server or the databases of `createMigrated`, after its last case. */
  teardown?(): Promise<void>
  /** How many random sequences of operations are compared with the memory provider. 200 by default; the environment's `SESSION_TESTKIT_SEQUENCES` wins. */
  sequences?: number | undefined
}
