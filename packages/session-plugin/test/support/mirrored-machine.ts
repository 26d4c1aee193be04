import { fileURLToPath, pathToFileURL } from "node:url"
import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { ProviderDefinition } from "@opencode/session-core/provider"
import { differences } from "session-test-opencode/differences"
import type { FakeModel } from "session-test-opencode/fake-model"
import { type MachineOptions, OpenCodeMachine } from "session-test-opencode/opencode-machine"
import { readOpenCodeRows } from "session-test-opencode/opencode-rows"
import { expect, onTestFinished } from "vitest"

/** The built plugin, as it is published. */
const pluginFile = fileURLToPath(new URL("../../dist/index.js", import.meta.url))

/** A user's machine whose own configuration has the plugin, and a store for it. Each project is mirrored without a question. */
export function mirroredMachine(
  model: FakeModel,
  configuration: object,
  options: Partial<MachineOptions> = {},
): Promise<OpenCodeMachine> {
  const own = { plugin: [pathToFileURL(pluginFile).href], sessionMirror: { ask: false }, ...configuration }
  return OpenCodeMachine.create({ model, configuration: own, ...options })
}

/** The store as others see it: of all projects, by a provider of its own. It goes with the test. */
export async function openStore<Options>(
  provider: ProviderDefinition<Options>,
  options: Record<string, string>,
  dataDirectory: string,
): Promise<SessionStore> {
  const context = { dataDirectory, environment: {} }
  const opened = await provider.open(provider.parseOptions(options, context), context)
  await opened.migrate()
  const store = createSessionStore({ provider: opened, scope: { allProjects: true }, author: null })
  onTestFinished(() => store.close())
  return store
}

/** Waits until the store has what OpenCode's rows have, and nothing else. */
export const untilSame = (databaseFile: string, store: SessionStore): Promise<void> =>
  expect.poll(() => differences(readOpenCodeRows(databaseFile), store), { interval: 250 }).toEqual([])

/** What differs, but for a text that OpenCode lost because it was killed: the store has what was spoken until then. */
export async function differencesBesideSpoken(databaseFile: string, store: SessionStore): Promise<string[]> {
  const rows = readOpenCodeRows(databaseFile)
  const spoken = new Set<unknown>()
  for (const { data, id, message_id, session_id } of rows.parts) {
    if (!JSON.stringify(data).includes('"text":""')) continue
    const message = await store.messages.get(String(session_id), String(message_id))
    const part = message?.parts.find((each) => each.id === id)
    // It stands one millisecond after what OpenCode has.
    const row = rows.parts.find((each) => each.id === id)
    if (part === undefined || row === undefined || part.data.text === "") continue
    spoken.add(id)
    row.data = { ...(typeof data === "object" && !Array.isArray(data) ? data : {}), text: part.data.text ?? "" }
    row.time_updated = part.updatedAt
  }
  return differences(rows, store)
}
