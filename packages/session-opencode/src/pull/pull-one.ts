import type { Author, JsonValue, Session } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import { compareWithStore } from "./compare-with-store.ts"
import { originalFolder } from "./local-info.ts"
import { sessionInfo } from "./message-document.ts"
import type { PulledSession } from "./pull-report.ts"
import { asItIs, forkSuffix, idRenaming, pathRenaming, renamedObject } from "./renaming.ts"
import { type TargetSession, targetDocuments } from "./target-session.ts"
import { createSession, type LocalOpenCode, updateSession } from "./write-session.ts"

/** What the sessions of a pull have in common. */
export interface PullContext extends LocalOpenCode {
  mapPaths: boolean
  author: Author | null
}

/** Brings OpenCode to what the store has of one session. */
export async function pullOne(session: Session, context: PullContext): Promise<PulledSession> {
  const { database, directory, mapPaths, note, store } = context
  const info = sessionInfo(store, session)
  const renamePaths = mapPaths ? pathRenaming(originalFolder(session), directory) : asItIs
  const target: TargetSession = { session, id: String(info.id), info, renamePaths, renameIds: asItIs }
  if (isAllowed(info.permission))
    note("What was allowed in the session was allowed on the other machine: here OpenCode asks anew.")
  const { id, title, author } = session
  const pulled = { id, localId: target.id, title, author }
  const local = database.read(target.id)
  if (local === null) return { ...pulled, outcome: "created", ...(await createSession(target, context)) }
  const difference = await compareWithStore(target, local, context)
  if (difference.wentOnHere && difference.wentOnThere) {
    return { ...pulled, outcome: "forked", ...(await pullFork(target, context)) }
  }
  const { written, removed, fields } = await updateSession(target, local, difference, context)
  const isChanged = written + removed > 0 || fields
  return { ...pulled, written, removed, outcome: difference.wentOnHere ? "ahead" : isChanged ? "updated" : "unchanged" }
}

/** Both went on: what the store has becomes a session of its own, with which later pulls go on. */
async function pullFork(
  target: TargetSession,
  context: PullContext,
): Promise<Pick<PulledSession, "localId" | "title" | "written" | "removed">> {
  const { author, database } = context
  const ids = await idsOf(target, context)
  const title = `${target.session.title} (fork: as others went on)`
  const { parentID: _parent, ...info } = target.info
  for (let count = 1; ; count += 1) {
    const suffix = forkSuffix(target.id, author, count)
    const renameIds = idRenaming(ids, suffix)
    const id = renameIds(target.id)
    const fork: TargetSession = {
      ...target,
      id,
      renameIds,
      info: { ...renamedObject(info, renameIds), id, title, slug: `${info.slug}${suffix}` },
    }
    const pulled = { localId: id, title }
    const local = database.read(id)
    if (local === null) return { ...pulled, ...(await createSession(fork, context)) }
    const difference = await compareWithStore(fork, local, context)
    // Somebody went on in this fork, too.
    if (difference.wentOnHere && difference.wentOnThere) continue
    const { written, removed } = await updateSession(fork, local, difference, context)
    return { ...pulled, written, removed }
  }
}

/** The ids of a session, of its messages and of their parts. */
async function idsOf(target: TargetSession, context: PullContext): Promise<ReadonlySet<string>> {
  const ids = new Set([target.id])
  for await (const { content, parts } of targetDocuments(target, context)) {
    ids.add(content.id)
    for (const part of parts) ids.add(part.content.id)
  }
  return ids
}

/** Whether somebody allowed something in a session. What is only denied is a sub-agent's own limit. */
const isAllowed = (rules: JsonValue | undefined): boolean =>
  Array.isArray(rules) && rules.some((rule) => isObject(rule) && rule.action === "allow")
