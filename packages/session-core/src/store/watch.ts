import type { StoreContext } from "../access/store-context.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { limits } from "../provider/limits.ts"
import type { RecordedChange, SessionChange } from "../provider/recorded-change.ts"
import { outlast } from "./outlast.ts"

/** Where a watch begins, and what ends it. */
export interface WatchOptions<Since> {
  /** Where a former watch ended. Without it, only what comes from now on. */
  since?: Since | undefined
  /** Ends the watch: its loop is done, without an error. */
  signal?: AbortSignal | undefined
}

/**
 * A feed that goes on until it is ended: by its `signal`, by leaving the `for await`, by `await using`, or because the store
 * closes. Then it is done, without an error.
 */
export type Watch<Change> = AsyncGenerator<Change, void, undefined> & AsyncDisposable

/** A change in a project's feed, with the place from which to go on later. */
export interface WatchedSessionChange extends SessionChange {
  /** What to pass as `since` to go on after this change. */
  cursor: string
}

/** This process's own writes are seen at once; those of others where the provider tells of them, and after at most this. */
const pollMilliseconds = 250
const pageSize = 500
const { pageBytes } = limits

/** Which sessions change. A session that changes several times in a moment may appear once. */
export const watchSessions = (context: StoreContext, options: WatchOptions<string>): Watch<WatchedSessionChange> =>
  endable(options.signal, (signal) => following(context, sessionChanges(context, { ...options, signal })))

async function* sessionChanges(
  context: StoreContext,
  options: WatchOptions<string>,
): AsyncGenerator<WatchedSessionChange, void, undefined> {
  const { provider, scope } = context
  let since = options.since ?? "now"
  while (!options.signal?.aborted && !provider.closed) {
    const { version } = provider.signal
    const query = { scope, since, limit: pageSize, bytes: pageBytes }
    const page = await outlast(provider, options.signal, () =>
      provider.call("sessionChanges", (each) => each.sessionChanges(query)),
    )
    if (page === undefined) return
    const earlier = since
    since = page.cursor
    for (const [index, change] of page.changes.entries()) {
      // A reader that goes on from a change in the middle of a page must not miss those after it.
      yield { ...change, cursor: index === page.changes.length - 1 ? page.cursor : earlier }
      if (options.signal?.aborted) return
    }
    if (page.complete) await provider.signal.wait(pollMilliseconds, version, options.signal)
  }
}

/** What changes within a session. */
export const watchSession = (
  context: StoreContext,
  sessionId: string,
  options: WatchOptions<number>,
): Watch<RecordedChange> =>
  endable(options.signal, (signal) => following(context, changesOf(context, sessionId, { ...options, signal })))

async function* changesOf(
  context: StoreContext,
  sessionId: string,
  options: WatchOptions<number>,
): AsyncGenerator<RecordedChange, void, undefined> {
  const { provider, scope } = context
  const session = await outlast(provider, options.signal, () =>
    provider.call("getSession", (each) => each.getSession({ scope, sessionId, includeDeleted: true })),
  )
  if (session === undefined) return
  if (session === null) throw new SessionStorageError("not_found", `There is no session ${sessionId} here.`)
  let since = options.since ?? session.revision
  while (!options.signal?.aborted && !provider.closed) {
    const { version } = provider.signal
    let page: Awaited<ReturnType<typeof readPage>> | undefined
    try {
      page = await outlast(provider, options.signal, () => readPage(context, sessionId, since))
    } catch (error) {
      // It was purged, or moved to another project.
      if (SessionStorageError.isInstance(error, "not_found")) return
      throw error
    }
    if (page === undefined) return
    for (const change of page.changes) {
      // A node that lags, or a provider that does not know better, may show again what was seen.
      if (change.revision <= since) continue
      since = change.revision
      yield change
      if (options.signal?.aborted) return
    }
    since = Math.max(since, page.since)
    if (page.complete) await provider.signal.wait(pollMilliseconds, version, options.signal)
  }
}

function readPage(context: StoreContext, sessionId: string, since: number) {
  const query = { scope: context.scope, sessionId, since, limit: pageSize, bytes: pageBytes }
  return context.provider.call("changes", (provider) => provider.changes(query), { sessionId })
}

/** The same changes. As long as they are asked for, the provider tells of others' writes. */
async function* following<Change>(
  { provider }: StoreContext,
  changes: AsyncGenerator<Change, void, undefined>,
): AsyncGenerator<Change, void, undefined> {
  const unfollow = provider.follow()
  try {
    yield* changes
  } finally {
    unfollow()
  }
}

/** A watch that `await using` ends at once, in the middle of a wait too: a generator alone would first be given its next change. */
function endable<Change>(
  signal: AbortSignal | undefined,
  watch: (signal: AbortSignal) => AsyncGenerator<Change, void, undefined>,
): Watch<Change> {
  const ended = new AbortController()
  const changes = watch(signal === undefined ? ended.signal : AbortSignal.any([signal, ended.signal]))
  // Node.js 22 gives generators no disposal of their own.
  return Object.assign(changes, {
    async [Symbol.asyncDispose]() {
      ended.abort()
      await changes.return()
    },
  })
}
