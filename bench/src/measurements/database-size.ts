import { statSync } from "node:fs"
import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { importSource } from "@opencode/session-opencode"
import { repeatSample } from "../content/repeat-sample.ts"
import type { Measurement, Result } from "../measurement.ts"
import { openBare } from "../support/open-bare.ts"
import { openStore } from "../support/open-store.ts"

const megabyte = 1024 * 1024
const sampleBytes = 10 * megabyte

/** The file's size, against the JSON of all that the store gives back. */
export const databaseSize: Measurement = {
  name: "database-size",
  async run({ folder, history }) {
    const { file } = await history()
    const source = join(folder, "source.db")
    const imported = join(folder, "imported.db")
    repeatSample(source, sampleBytes)
    const store = await openStore(imported)
    await importSource(store.allProjects(), source, { directory: folder })
    await store.close()
    return [await sizeOf("database size, 30,000 parts", file), await sizeOf("  the sample, repeated", imported)]
  },
}

async function sizeOf(what: string, file: string): Promise<Result> {
  const store = (await openStore(file)).allProjects()
  const payload = await payloadBytes(store)
  await store.close()
  const database = openBare(file)
  database.pragma("wal_checkpoint(TRUNCATE)")
  database.close()
  const size = statSync(file).size
  return {
    what,
    ours: size / megabyte,
    baseline: payload / megabyte,
    unit: "MB",
    ratio: size / payload,
    budget: { most: 1.5 },
  }
}

/** Bytes of the JSON of all sessions, messages and parts. */
async function payloadBytes(store: SessionStore): Promise<number> {
  let bytes = 0
  for await (const session of store.sessions.all()) {
    bytes += Buffer.byteLength(JSON.stringify(session))
    for await (const message of store.messages.all(session.id)) bytes += Buffer.byteLength(JSON.stringify(message))
  }
  return bytes
}
