import { createHash, type Hash } from "node:crypto"
import type { AbortOptions } from "../access/until-aborted.ts"
import type { Project } from "../model/project.ts"
import { slicesOf } from "../model/text-slices.ts"
import type { SessionStore } from "../store/session-store.ts"
import { allSessions } from "./all-sessions.ts"
import { giveWay } from "./give-way.ts"
import { type BodyLine, type HeaderLine, jsonLinesFormat, jsonLinesVersion } from "./json-lines-format.ts"
import { mapFeed } from "./map-feed.ts"

/** Which sessions are exported. */
export interface ExportLinesOptions extends AbortOptions {
  /** Only these; all of the store's scope by default. */
  sessionIds?: readonly string[] | undefined
  /** Whether deleted sessions are exported too. Those named in `sessionIds` always are. */
  includeDeleted?: boolean | undefined
}

/** How much a reader has to hold before it may apply it: characters and lines between two checksums. */
const checkpointSize = 4 * 1024 * 1024
const checkpointLines = 500

/**
 * The lines of an export, each with its line feed, in the format of `json-lines-format.ts`. Memory holds a page of changes.
 * Fails with `not_found` when a named session is not in the store's scope. An export that `signal` aborts rejects with its
 * reason: what was written until then has no last line, and an import refuses it.
 */
export async function* exportLines(
  store: SessionStore,
  options: ExportLinesOptions = {},
): AsyncGenerator<string, void, undefined> {
  const header: HeaderLine = { format: jsonLinesFormat, version: jsonLinesVersion, exportedAt: Date.now() }
  yield `${JSON.stringify(header)}\n`
  const projects = new Map((await store.projects.list()).map((project) => [project.id, withoutTotals(project)]))
  const written = new Set<string>()
  let changes = 0
  for await (const session of allSessions(store, options.sessionIds, options.signal)) {
    const isWanted = session.deletedAt === null || options.includeDeleted === true || options.sessionIds !== undefined
    // One that changes meanwhile comes again; each is written once.
    if (!isWanted || written.has(session.id)) continue
    written.add(session.id)
    const { projectId } = session
    // One that was moved since is in a project that nobody has named yet.
    const project = projects.get(projectId) ?? { id: projectId, name: projectId, aliases: [], createdAt: 0 }
    const lines = exportSession(store, session.id, project, options.signal)
    for (;;) {
      const next = await lines.next()
      if (next.done) {
        changes += next.value
        break
      }
      yield next.value
    }
  }
  yield line({ type: "end", sessions: written.size, changes })
}

/** Returns how many changes it has. */
async function* exportSession(
  store: SessionStore,
  sessionId: string,
  project: Project,
  signal: AbortSignal | undefined,
): AsyncGenerator<string, number> {
  const hash = createHash("sha256")
  yield hashed(hash, line({ type: "session.begin", sessionId, project }))
  let changes = 0
  let revision = 0
  let pendingLines = 0
  let pendingSize = 0
  const entries = mapFeed(store.allChanges(sessionId, 0, { signal }), (change) => ({
    text: line(change),
    revision: change.revision,
  }))
  for await (const entry of entries) {
    await giveWay()
    const { length } = entry.text
    if (pendingLines > 0 && (pendingLines >= checkpointLines || pendingSize + length > checkpointSize)) {
      yield line({ type: "checkpoint", checksum: digest(hash) })
      pendingLines = 0
      pendingSize = 0
    }
    yield hashed(hash, entry.text)
    // It may have 16 MiB, and the next one is about to be read.
    entry.text = ""
    pendingLines += 1
    pendingSize += length
    changes += 1
    revision = entry.revision
  }
  yield line({ type: "session.end", sessionId, revision, changes, checksum: digest(hash) })
  return changes
}

const line = (content: BodyLine): string => `${JSON.stringify(content)}\n`

function hashed(hash: Hash, text: string): string {
  for (const slice of slicesOf(text)) hash.update(slice)
  return text
}

/** The checksum so far; the hash goes on. */
const digest = (hash: Hash): string => hash.copy().digest("hex")

const withoutTotals = ({ id, name, aliases, createdAt }: Project): Project => ({ id, name, aliases, createdAt })
