import { readFile, truncate, writeFile } from "node:fs/promises"
import type { SessionStore } from "@opencode/session-core"
import { expect } from "vitest"
import { historyOf, importInto, openStore } from "./stores.ts"

/**
 * Imports a history while its files grow, each time cut off at another byte, and expects the same in the end as of one import of the
 * whole: nothing twice, nothing missing, nothing removed. Then expects an import that finds nothing new to write nothing.
 */
export async function expectGrowth(folder: string, files: readonly string[]): Promise<SessionStore> {
  const store = openStore()
  const whole = new Map<string, Buffer>()
  for (const file of files) whole.set(file, await readFile(file))
  for (const share of [0.2, 0.45, 0.7, 0.9]) {
    for (const [file, bytes] of whole) {
      await writeFile(file, bytes)
      await truncate(file, Math.floor(bytes.length * share))
    }
    expect(await importInto(store, folder)).toMatchObject({ removed: 0, damaged: [], skipped: [] })
  }
  for (const [file, bytes] of whole) await writeFile(file, bytes)
  expect(await importInto(store, folder)).toMatchObject({ removed: 0, damaged: [], skipped: [] })
  const fresh = openStore()
  await importInto(fresh, folder)
  expect(await contentOf(store)).toEqual(await contentOf(fresh))
  await expectNothingNew(store, folder)
  return store
}

/** Expects that an import writes nothing. */
export async function expectNothingNew(store: SessionStore, folder: string): Promise<void> {
  const before = (await store.sessionChanges({ limit: 1000 })).changes
  expect(await importInto(store, folder)).toMatchObject({
    ...{ messages: 0, parts: 0, removed: 0, sessions: { created: 0, updated: 0, skipped: 0 } },
  })
  expect((await store.sessionChanges({ limit: 1000 })).changes).toEqual(before)
}

/** What a store has, without what tells in which order and when it was written. */
async function contentOf(store: SessionStore) {
  const history = await historyOf(store)
  return Object.fromEntries(
    [...history].map(([id, { session, messages }]) => {
      const { revision: _revision, metadata, ...fields } = session
      const { import: _import, ...kept } = metadata
      const contents = messages.map(({ position: _p, revision: _r, parts, ...message }) => ({
        ...message,
        parts: parts.map(({ position: _position, revision: _number, ...part }) => part),
      }))
      return [id, { ...fields, metadata: kept, messages: contents }]
    }),
  )
}
