import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { Author, SessionProvider } from "@opencode/session-core/provider"
import type { CaseContext } from "../cases/kit-case.ts"
import { onCaseFinished } from "../cases/run-case.ts"
import type { HookName, ProviderSuite, StoreUnderTest } from "../provider-under-test.ts"
import { author, project } from "./samples.ts"

/** A store that a test works on. */
export interface OpenedStore {
  provider: SessionProvider
  /** Of the project `app`, written to by ann. */
  store: SessionStore
  hooks: StoreUnderTest
}

/** How much of the random tests is done, and which. */
export interface RandomSettings {
  /** Sequences of operations that are compared with the memory provider. */
  sequences: number
  /** What random values are derived from. The same seed gives the same values. */
  seed: number
}

/** Makes the stores that the tests of a suite work on, and clears them away. */
export class KitContext {
  readonly suite: ProviderSuite
  readonly random: RandomSettings

  constructor(suite: ProviderSuite, random: RandomSettings) {
    this.suite = suite
    this.random = random
  }

  /** A fresh store, not migrated. Closed and destroyed when the test ends. */
  async create(): Promise<OpenedStore> {
    return this.#watch(checked(await this.suite.create()))
  }

  /** A fresh store, ready for use. */
  async open(): Promise<OpenedStore> {
    return this.#watch(await createMigrated(this.suite))
  }

  /** A fresh store and a second handle on it. The test is skipped where there is no such hook. */
  async openTwice(test: CaseContext): Promise<OpenedStore & { other: SessionProvider }> {
    const opened = await this.open()
    return { ...opened, other: await hook(test, opened, "reopen")() }
  }

  /** Has everything closed and cleared away when the test ends. */
  #watch(hooks: StoreUnderTest): OpenedStore {
    const opened: SessionProvider[] = [hooks.provider]
    const { reopen } = hooks
    onCaseFinished(async () => {
      for (const provider of opened) await provider.close()
      await hooks.destroy()
    })
    const watched: StoreUnderTest = {
      ...hooks,
      ...(reopen && {
        reopen: async () => {
          const provider = await reopen()
          opened.push(provider)
          return provider
        },
      }),
    }
    return { provider: hooks.provider, store: storeOf(hooks.provider), hooks: watched }
  }
}

/** A fresh store, migrated and empty. */
export async function createMigrated(suite: ProviderSuite): Promise<StoreUnderTest> {
  const store = checked(await (suite.createMigrated ?? suite.create)())
  // Where it is migrated already, this finds nothing to do.
  await store.provider.migrate()
  return store
}

/** What a suite made, once it is seen to be a store: a suite in JavaScript may give anything. */
function checked(store: Partial<StoreUnderTest> | undefined): StoreUnderTest {
  for (const [name, found] of [
    ["provider", typeof store?.provider === "object" && store.provider !== null],
    ["destroy", typeof store?.destroy === "function"],
  ] as const) {
    if (!found)
      throw new Error(
        `The suite's create() gave no "${name}": it returns { provider, destroy() }, with hooks where it can.`,
      )
  }
  return store as StoreUnderTest // Has what the type asks for.
}

/** A hook of the store, or the case is skipped with the reason. */
export function hook<Name extends Exclude<HookName, "migrateUntil">>(
  test: CaseContext,
  { hooks }: OpenedStore,
  name: Name,
): NonNullable<StoreUnderTest[Name]> {
  const found = hooks[name]
  if (found === undefined) test.skip(`the provider has no hook "${name}"`, name)
  return found as NonNullable<StoreUnderTest[Name]> // `skip` does not return.
}

/** What an application would call, on a provider. */
export function storeOf(provider: SessionProvider, projectId = project, writer: Author = author): SessionStore {
  return createSessionStore({ provider, scope: { projectId }, author: writer })
}
