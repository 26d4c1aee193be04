import { createSessionStore, type SessionProvider, type SessionStore } from "@opencode/session-core"
import { onTestFinished, type TestContext } from "vitest"
import type { ProviderSuite, StoreUnderTest } from "../provider-under-test.ts"
import { author, project } from "./samples.ts"

/** A store that a test works on. */
export interface OpenedStore {
  provider: SessionProvider
  /** Of the project `app`, written to by ann. */
  store: SessionStore
  hooks: StoreUnderTest
}

/** Makes the stores that the tests of a suite work on, and clears them away. */
export class KitContext {
  readonly suite: ProviderSuite

  constructor(suite: ProviderSuite) {
    this.suite = suite
  }

  /** A fresh store, not migrated. Closed and destroyed when the test ends. */
  async create(): Promise<OpenedStore> {
    return this.#watch(await this.suite.create())
  }

  /** A fresh store, ready for use. */
  async open(): Promise<OpenedStore> {
    return this.#watch(await createMigrated(this.suite))
  }

  /** A fresh store and a second handle on it. The test is skipped where there is no such hook. */
  async openTwice(test: TestContext): Promise<OpenedStore & { other: SessionProvider }> {
    const opened = await this.open()
    return { ...opened, other: await hook(test, opened, "reopen")() }
  }

  /** Has everything closed and cleared away when the test ends. */
  #watch(hooks: StoreUnderTest): OpenedStore {
    const opened: SessionProvider[] = [hooks.provider]
    const { reopen } = hooks
    onTestFinished(async () => {
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
  const store = await (suite.createMigrated ?? suite.create)()
  // Where it is migrated already, this finds nothing to do.
  await store.provider.migrate()
  return store
}

/** A hook of the provider, or the test is skipped with the reason. */
export function hook<Name extends "reopen" | "openInProcess" | "damage">(
  test: TestContext,
  { hooks }: OpenedStore,
  name: Name,
): NonNullable<StoreUnderTest[Name]> {
  const found = hooks[name]
  if (found === undefined) test.skip(`the provider has no hook "${name}"`)
  return found as NonNullable<StoreUnderTest[Name]> // `skip` does not return.
}

/** What an application would call, on a provider. */
export function storeOf(provider: SessionProvider, projectId = project): SessionStore {
  return createSessionStore({ provider, scope: { projectId }, author })
}
