// A process that a test kills: `transfer.ts copy SOURCE TARGET` copies a store, `transfer.ts import FILE TARGET` imports a
// file. Folders are those of SQLite stores. Says a dot before the first write and at each
// progress.
import { createSessionStore } from "@opencode/session-core"
import { copyStore } from "@opencode/session-core/transfer"
import { provider as sqlite } from "@opencode/session-sqlite"
import { importSource } from "../../src/index.ts"

const [, , task, from = "", to = ""] = process.argv

async function openStore(dataDirectory: string) {
  const context = { dataDirectory, environment: {} }
  const provider = await sqlite.open(sqlite.parseOptions({}, context), context)
  await provider.migrate()
  return createSessionStore({ provider, scope: { allProjects: true }, author: null })
}

const target = await openStore(to)
const onProgress = () => process.stdout.write(".")
onProgress()
if (task === "copy") await copyStore(await openStore(from), target, { onProgress })
else await importSource(target, from, { directory: process.cwd(), project: "widget", onProgress })
