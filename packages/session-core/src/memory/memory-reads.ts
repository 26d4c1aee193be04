import { SessionStorageError } from "../errors/session-storage-error.ts"
import { boundedName } from "../hash/bounded-name.ts"
import type { Message } from "../model/message.ts"
import { modelName } from "../model/model-name.ts"
import type { Part } from "../model/part.ts"
import type { ProjectSummary } from "../model/project.ts"
import { type SessionSummary, sessionState } from "../model/session.ts"
import type { Statistics, StatisticsGroup } from "../model/statistics.ts"
import { costToNanos, nanosToCost, noUsage, type Usage } from "../model/usage.ts"
import { compareBytes } from "../paging/compare-bytes.ts"
import { type CursorPosition, decodeCursor, encodeCursor, type PageKey } from "../paging/cursor.ts"
import {
  changeBytes,
  countWithin,
  fileBytes,
  loadedPartBytes,
  messageBytes,
  partBytes,
  rowBytes,
  sessionBytes,
} from "../paging/page-bytes.ts"
import {
  filePageKey,
  messagePageKey,
  partPageKey,
  type SearchPosition,
  searchPageKey,
  sessionChangesKey,
  sessionPageKey,
} from "../paging/page-keys.ts"
import { limits } from "../provider/limits.ts"
import type {
  ChangesPage,
  ChangesQuery,
  FilePage,
  FilePageQuery,
  MessagePage,
  MessagePageQuery,
  PartPage,
  PartPageQuery,
  PartQuery,
  SearchHit,
  SearchPage,
  SearchQuery,
  SessionChangesPage,
  SessionChangesQuery,
  SessionPage,
  SessionPageQuery,
  SessionPrefixQuery,
  StatisticsQuery,
} from "../provider/queries.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"
import { matchesTerms, searchTerms } from "../search/search-terms.ts"
import { searchableText } from "../search/searchable-text.ts"
import { isOfKind, sessionMatches } from "../search/session-matches.ts"
import { makeSnippet } from "../search/snippet.ts"
import { clone } from "./memory-apply.ts"
import type { MemoryState, SessionRecord } from "./memory-state.ts"

export function listSessions(state: MemoryState, query: SessionPageQuery): SessionPage {
  const matching = inScope(state, query.scope)
    .map((record) => record.session)
    .filter((session) => sessionState(session) === query.state)
    .filter((session) => query.parentId === undefined || session.parentId === query.parentId)
    .filter((session) => query.filter === undefined || sessionMatches(query.filter, session))
  const page = pageOf(
    matching,
    { positionOf: (session) => [session.updatedAt, session.id], sizeOf: sessionBytes, direction: "descending" },
    query,
    sessionPageKey(query),
  )
  return { sessions: clone(page.items), nextCursor: page.nextCursor }
}

export function findSessions(state: MemoryState, query: SessionPrefixQuery): SessionSummary[] {
  return inScope(state, query.scope)
    .map((record) => record.session)
    .filter(
      ({ id, deletedAt }) => id.startsWith(query.idPrefix) && (deletedAt === null || query.includeDeleted === true),
    )
    .sort((left, right) => compare(left.id, right.id))
    .slice(0, query.limit)
    .map(({ id, projectId, title, updatedAt, deletedAt }) => ({ id, projectId, title, updatedAt, deletedAt }))
}

export function listMessages(state: MemoryState, query: MessagePageQuery): MessagePage {
  const record = visible(state, query.scope, query.sessionId)
  const direction = query.order === "oldest-first" ? "ascending" : "descending"
  const from = query.from === undefined || query.cursor !== undefined ? null : record.messages.get(query.from)
  if (from === undefined) throw new SessionStorageError("not_found", `There is no message ${query.from} here.`)
  const sign = direction === "ascending" ? 1 : -1
  const ownParts = (message: Message) => partsOf(record, message.id).slice(0, query.parts)
  const page = pageOf(
    [...record.messages.values()].filter(({ position }) => from === null || sign * (position - from.position) >= 0),
    {
      positionOf: (message) => [message.position],
      sizeOf: (message) => messageBytes(message) + ownParts(message).reduce((sum, part) => sum + partBytes(part), 0),
      direction,
    },
    query,
    messagePageKey(query),
  )
  const messages = page.items.map((message) => {
    const parts = loaded(ownParts(message), bytesOf(query) - messageBytes(message)).map(clone)
    const last = parts.at(-1)
    if (last === undefined || parts.length === partsOf(record, message.id).length) return { ...clone(message), parts }
    const key = partPageKey({ sessionId: query.sessionId, messageId: message.id })
    return { ...clone(message), parts, partsCursor: encodeCursor(key, [last.position]) }
  })
  return { messages, nextCursor: page.nextCursor }
}

export function listParts(state: MemoryState, query: PartPageQuery): PartPage {
  const record = visible(state, query.scope, query.sessionId)
  const page = pageOf(
    partsOf(record, query.messageId),
    { positionOf: (part) => [part.position], sizeOf: partBytes, direction: "ascending" },
    { ...query, limit: query.limit ?? Number.POSITIVE_INFINITY },
    partPageKey(query),
  )
  return { parts: clone(page.items), nextCursor: page.nextCursor }
}

export function getPart(state: MemoryState, query: PartQuery): Part | null {
  const record = visible(state, query.scope, query.sessionId)
  return clone(partsOf(record, query.messageId).find(({ id }) => id === query.partId) ?? null)
}

/** Leaves the data of the largest parts out until the rest fits. */
function loaded(parts: Part[], bytes: number): Part[] {
  const limit = loadedPartBytes(parts.map(partBytes), bytes)
  return parts.map((part) => {
    const size = partBytes(part)
    return size <= limit ? part : { ...part, data: {}, unloaded: { bytes: size - rowBytes } }
  })
}

function partsOf(record: SessionRecord, messageId: string): Part[] {
  return [...record.parts.values()]
    .filter((part) => part.messageId === messageId)
    .sort((left, right) => left.position - right.position)
    .map(withoutNumber)
}

function withoutNumber<Part extends { number: number }>(part: Part): Omit<Part, "number"> {
  const { number: _number, ...rest } = part
  return rest
}

export function listFiles(state: MemoryState, query: FilePageQuery): FilePage {
  const record = visible(state, query.scope, query.sessionId)
  const matching = [...record.files.values()].filter((file) => query.path === undefined || file.path === query.path)
  const page = pageOf(
    matching,
    { positionOf: (file) => [file.path, file.version], sizeOf: fileBytes, direction: "ascending" },
    query,
    filePageKey(query),
  )
  return { files: clone(page.items), nextCursor: page.nextCursor }
}

export function listChanges(state: MemoryState, query: ChangesQuery): ChangesPage {
  const record = state.find(query.scope, query.sessionId)
  if (record === undefined) throw notFound(query.sessionId)
  const { since, limit } = query
  const bytes = bytesOf(query)
  const all = feedOf(record, since)
    .filter((change) => change.revision > since)
    .sort((left, right) => left.revision - right.revision)
  const within = all.slice(0, limit)
  const changes = clone(within.slice(0, countWithin(within, changeBytes, bytes)))
  const complete = changes.length === all.length
  const reached = complete ? record.session.revision : (changes.at(-1)?.revision ?? since)
  return { changes, since: Math.max(since, reached), complete }
}

function feedOf(record: SessionRecord, since: number): RecordedChange[] {
  const { session, firstRevision, fieldsRevision } = record
  const feed: RecordedChange[] = [{ type: "session", revision: fieldsRevision, session }]
  if (firstRevision !== fieldsRevision) feed.push({ type: "session", revision: firstRevision, session })
  for (const message of record.messages.values()) {
    feed.push({ type: "message", revision: message.revision, message })
    if (message.position > since && message.position !== message.revision) {
      feed.push({ type: "message", revision: message.position, message })
    }
  }
  for (const part of record.parts.values())
    feed.push({ type: "part", revision: part.revision, part: withoutNumber(part) })
  for (const file of record.files.values()) feed.push({ type: "file", revision: file.revision, file })
  feed.push(...record.tombstones)
  return feed
}

export function listSessionChanges(state: MemoryState, query: SessionChangesQuery): SessionChangesPage {
  if (query.since === "now") return { changes: [], cursor: encodeFeedCursor(state.sequence), complete: true }
  const since = decodeFeedCursor(query.since)
  const projectId = scopeProjectId(query.scope)
  const entries = [
    ...inScope(state, query.scope).map(({ session, sequence }) => ({
      sequence,
      change: { sessionId: session.id, revision: session.revision, session },
    })),
    ...[...state.departed.values()]
      .filter((departed) => projectId === null || departed.projectId === projectId)
      // In all projects, a session that only moved is still there.
      .filter((departed) => projectId !== null || !state.records.has(departed.sessionId))
      .map(({ sessionId, revision, sequence }) => ({ sequence, change: { sessionId, revision, session: null } })),
  ]
    .filter((entry) => entry.sequence > since)
    .sort((left, right) => left.sequence - right.sequence)
  const within = entries.slice(0, query.limit)
  const sizeOf = ({ change }: (typeof entries)[number]) =>
    change.session === null ? rowBytes : sessionBytes(change.session)
  const page = within.slice(0, countWithin(within, sizeOf, bytesOf(query)))
  return {
    changes: clone(page.map((entry) => entry.change)),
    cursor: encodeFeedCursor(page.at(-1)?.sequence ?? since),
    complete: page.length === entries.length,
  }
}

const feedKey = sessionChangesKey(1)
const encodeFeedCursor = (sequence: number): string => encodeCursor(feedKey, [sequence])
const decodeFeedCursor = (cursor: string | undefined): number => decodeCursor(feedKey, cursor)?.[0] ?? 0

export function search(state: MemoryState, query: SearchQuery): SearchPage {
  const terms = searchTerms(query.text)
  const { filter = {} } = query
  const { partType, role, titlesOnly } = filter
  const records = inScope(state, query.scope).filter(
    ({ session }) => session.deletedAt === null && isOfKind(filter, session),
  )
  const isInTime = (time: number) =>
    (filter.from === undefined || time >= filter.from) && (filter.to === undefined || time < filter.to)
  const found: { order: SearchPosition; text: string; hit: Omit<SearchHit, "snippet" | "matches"> }[] = []
  for (const record of records) {
    const { id, projectId, title, updatedAt } = record.session
    const session = { id, projectId, title, updatedAt }
    const takesTitle = partType === undefined && role === undefined && isInTime(updatedAt)
    if (takesTitle && matchesTerms(title, terms)) {
      found.push({
        order: [1, record.number],
        text: title,
        hit: { session, messageId: null, partId: null, partType: null },
      })
    }
    for (const part of titlesOnly ? [] : record.parts.values()) {
      if (!isInTime(part.createdAt) || (partType !== undefined && part.type !== partType)) continue
      if (role !== undefined && record.messages.get(part.messageId)?.role !== role) continue
      const text = searchableText(part)
      if (!matchesTerms(text, terms)) continue
      const hit = { session, messageId: part.messageId, partId: part.id, partType: part.type }
      found.push({ order: [0, part.number], text, hit })
    }
  }
  const page = pageOf(
    found,
    { positionOf: (each) => each.order, sizeOf: () => rowBytes, direction: "descending" },
    query,
    searchPageKey(query),
  )
  return {
    hits: page.items.map(({ text, hit }) => ({ ...hit, ...makeSnippet(text, terms) })),
    nextCursor: page.nextCursor,
  }
}

export function listProjects(state: MemoryState): ProjectSummary[] {
  return [...state.projects.values()]
    .sort((left, right) => compare(left.id, right.id))
    .map((project) => {
      const sessions = inScope(state, { projectId: project.id }).filter(({ session }) => session.deletedAt === null)
      const updatedAt = sessions.length === 0 ? null : Math.max(...sessions.map(({ session }) => session.updatedAt))
      return { ...clone(project), sessionCount: sessions.length, updatedAt }
    })
}

export function statistics(state: MemoryState, scope: Scope): Statistics {
  const all = inScope(state, scope).map((record) => record.session)
  const kept = all.filter((session) => session.deletedAt === null)
  return {
    projects: new Set(kept.map((session) => session.projectId)).size,
    sessions: kept.length,
    archivedSessions: kept.filter((session) => session.archivedAt !== null).length,
    deletedSessions: all.length - kept.length,
    messages: kept.reduce((sum, session) => sum + session.messageCount, 0),
    usage: sumOf(kept.map(({ usage }) => usage)),
  }
}

export function statisticsBy(state: MemoryState, { scope, by, from, to }: StatisticsQuery): StatisticsGroup[] {
  const groups = new Map<string | null, { messages: number; usages: Usage[] }>()
  for (const { session, messages } of inScope(state, scope)) {
    if (session.deletedAt !== null) continue
    for (const { createdAt, author, model, usage } of messages.values()) {
      const day = createdAt - (createdAt % dayLength)
      if ((from !== undefined && day < from) || (to !== undefined && day >= to)) continue
      const name = modelName(model)
      const key = {
        day: new Date(day).toISOString().slice(0, 10),
        model: name === null ? null : boundedName(name, limits.idBytes),
        author: author?.user ?? session.author?.user ?? null,
        project: session.projectId,
      }[by]
      const group = groups.get(key || null) ?? { messages: 0, usages: [] }
      groups.set(key || null, {
        messages: group.messages + 1,
        usages: usage === null ? group.usages : [...group.usages, usage],
      })
    }
  }
  return [...groups]
    .map(([key, { messages, usages }]) => ({ key, messages, usage: sumOf(usages) }))
    .sort((left, right) =>
      left.key === null || right.key === null
        ? Number(left.key === null) - Number(right.key === null)
        : compare(left.key, right.key),
    )
}

const dayLength = 24 * 60 * 60 * 1000

function sumOf(usages: readonly Usage[]): Usage {
  const sum = { ...noUsage }
  let nanos = 0
  for (const usage of usages) {
    sum.input += usage.input
    sum.output += usage.output
    sum.reasoning += usage.reasoning
    sum.cacheRead += usage.cacheRead
    sum.cacheWrite += usage.cacheWrite
    nanos += costToNanos(usage.cost)
  }
  return { ...sum, cost: nanosToCost(nanos) }
}

function inScope(state: MemoryState, scope: Scope): SessionRecord[] {
  const projectId = scopeProjectId(scope)
  return [...state.records.values()].filter(({ session }) => projectId === null || session.projectId === projectId)
}

function visible(state: MemoryState, scope: Scope, sessionId: string): SessionRecord {
  const record = state.find(scope, sessionId)
  if (record === undefined || record.session.deletedAt !== null) throw notFound(sessionId)
  return record
}

const notFound = (sessionId: string) => new SessionStorageError("not_found", `There is no session ${sessionId} here.`)

/** How the items of a list make pages. */
interface PageOrder<Item, Position extends CursorPosition> {
  positionOf(item: Item): Position
  sizeOf(item: Item): number
  direction: "ascending" | "descending"
}

const bytesOf = ({ bytes }: { bytes?: number }): number => bytes ?? Number.POSITIVE_INFINITY

/** Sorts by the position, and takes what comes after the cursor's. */
function pageOf<Item, Position extends CursorPosition>(
  items: Item[],
  { positionOf, sizeOf, direction }: PageOrder<Item, Position>,
  query: { limit: number; bytes?: number; cursor?: string },
  key: PageKey<Position>,
): { items: Item[]; nextCursor: string | null } {
  const sign = direction === "ascending" ? 1 : -1
  const order = (left: CursorPosition, right: CursorPosition) => sign * comparePositions(left, right)
  const after = decodeCursor(key, query.cursor)
  const rest = items
    .map((item) => ({ item, position: positionOf(item) }))
    .filter(({ position }) => after === undefined || order(position, after) > 0)
    .sort((left, right) => order(left.position, right.position))
  const within = rest.slice(0, query.limit)
  const page = within.slice(
    0,
    countWithin(within, ({ item }) => sizeOf(item), bytesOf(query)),
  )
  const last = page.at(-1)
  const nextCursor = rest.length > page.length && last !== undefined ? encodeCursor(key, last.position) : null
  return { items: page.map(({ item }) => item), nextCursor }
}

function comparePositions(left: CursorPosition, right: CursorPosition): number {
  for (const [index, value] of left.entries()) {
    const order = compare(value, right[index] ?? "")
    if (order !== 0) return order
  }
  return 0
}

/** By the bytes of UTF-8, as the databases do; UTF-16 units would order characters beyond the first plane differently. */
function compare(left: string | number, right: string | number): number {
  if (typeof left === "number" && typeof right === "number") return left - right
  return compareBytes(String(left), String(right))
}
