import { SessionStorageError, type SessionStore } from "@opencode/session-core"
import type { ImportOptions } from "../import/import-options.ts"
import type { ImportReport } from "../import/import-report.ts"
import { importSource } from "../import/import-source.ts"
import { compareWithStore } from "./compare-with-store.ts"
import { LocalDatabase } from "./local-database.ts"
import { asItIs } from "./renaming.ts"
import { refuseWhileAtWork, takeLease } from "./take-lease.ts"

/** How a session is sent. */
export interface PushOptions extends Omit<ImportOptions, "sessionIds" | "dryRun"> {
  /** Also when somebody else than the author is at work in it. Not by default. */
  takeOver?: boolean | undefined
}

/**
 * Sends one session of OpenCode's database, with its sub-agents' sessions, to a store of all projects: what an import would do with
 * them, and nothing of the others. The author, where one is given, continues it from then on.
 *
 * Fails with `not_found`; with `conflict` when somebody else is at work in it, or both went on, in OpenCode and in the store; and as `importSource` does.
 */
export async function pushSession(
  store: SessionStore,
  databaseFile: string,
  sessionId: string,
  { takeOver = false, ...options }: PushOptions = {},
): Promise<ImportReport> {
  const { author = null, signal } = options
  const existing = await store.sessions.get(sessionId)
  if (existing !== null && author !== null && !takeOver) refuseWhileAtWork(existing, author)
  const sessionIds = await sessionsToPush(store, databaseFile, sessionId, signal)
  const report = await importSource(store, databaseFile, { ...options, sessionIds })
  // Whoever was at work was looked at before: what was just written counts as the author's.
  if (existing !== null && author !== null) await takeLease(store, sessionId, author, { takeOver: true })
  return report
}

async function sessionsToPush(
  store: SessionStore,
  databaseFile: string,
  sessionId: string,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  using database = await LocalDatabase.open(databaseFile)
  const sessionIds = database.subtree(sessionId)
  if (sessionIds.length === 0) {
    throw new SessionStorageError("not_found", `OpenCode has no session ${sessionId} on this machine.`)
  }
  for (const id of sessionIds) {
    const [session, local] = [await store.sessions.get(id), database.read(id)]
    if (session === null || local === null) continue
    const target = { session, id, renamePaths: asItIs, renameIds: asItIs }
    const difference = await compareWithStore(target, local, { store, signal, onLeftOut: () => {} })
    if (difference.wentOnHere && difference.wentOnThere) throw bothWentOn(id)
  }
  return sessionIds
}

const bothWentOn = (id: string): SessionStorageError =>
  new SessionStorageError("conflict", `Session ${id} went on here and in the store: their texts are not merged.`, {
    hint: `Fork it in OpenCode (\`opencode -s ${id} --fork\`) and push the fork. \`opencode-session pull ${id}\` brings what the store has, as a fork.`,
  })
