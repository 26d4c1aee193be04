import type { Capabilities, JsonObject, SessionProvider } from "@opencode/session-core/provider"

/** A row that a test has made unreadable. */
export type RowKey =
  | { kind: "session"; sessionId: string }
  | { kind: "message"; sessionId: string; messageId: string }
  | { kind: "part"; sessionId: string; messageId: string; partId: string }

/** How another process opens a store: a module that it imports, and what it is told. See {@link ProcessModule}. */
export interface ProcessEntry {
  /** The URL of an ES module, such as `new URL("./open-in-process.js", import.meta.url).href`. */
  module: string
  arguments: JsonObject
}

/** What the module of a {@link ProcessEntry} exports. */
export interface ProcessModule {
  /** Opens the store, without migrating it. */
  openProvider(options: JsonObject): Promise<SessionProvider>
  /**
   * Migrates the store, and kills its own process with SIGKILL before the statement of that number (0 for the first) would
   * run. Returns when there are fewer statements. Without it, the tests of killed migrations are skipped.
   */
  migrateUntil?(options: JsonObject, statement: number): Promise<void>
}

/** A fresh and empty store. What is optional makes more tests possible; a test without its hook is skipped. */
export interface StoreUnderTest {
  /** Open, and not migrated yet. */
  provider: SessionProvider
  /** Opens the same store once more in this process, while others may be open. */
  reopen?(): Promise<SessionProvider>
  openInProcess?: ProcessEntry
  /**
   * Makes what a row holds unreadable, as a bad disk or another program would: its JSON ends in the middle, or, where `json` is
   * given, is replaced by it: JSON that parses, and is no object.
   */
  damage?(row: RowKey, json?: string): Promise<void>
  /** Lets go of what `create` made. The test has closed every provider that it was given. */
  destroy(): Promise<void>
}

/** What {@link describeProvider} is told. */
export interface ProviderSuite {
  /** Names the tests. */
  name: string
  /** What the provider claims. Tests of what is not claimed are those of its refusal. */
  capabilities: Capabilities
  create(): Promise<StoreUnderTest>
  /**
   * A store that is empty and migrated already, for the many tests that do not look at migrations: where making tables takes
   * its time, an emptied one can be used again. Without it, the tests migrate what `create` gives.
   */
  createMigrated?(): Promise<StoreUnderTest>
  /** How many random sequences of operations are compared with the memory provider. 200 by default; the environment's `SESSION_TESTKIT_SEQUENCES` wins. */
  sequences?: number
}
