import { type Session, SessionStorageError, type SessionStore, type SessionSummary } from "@opencode/session-core"

export interface FindSessionOptions {
  /** Whether a deleted session may be meant. */
  includeDeleted?: boolean
}

const most = 10
const sessionIdPrefix = "ses_"

/**
 * The session that somebody means: by its whole id, by the beginning of one (with or without its `ses_`), or `last` for the one
 * that changed last.
 *
 * Fails with `not_found` when there is none in the store's scope, and with `invalid_input` that lists the candidates when
 * several begin like that.
 */
export async function findSession(
  store: SessionStore,
  reference: string,
  { includeDeleted = false }: FindSessionOptions = {},
): Promise<Session> {
  if (reference === "last") return lastSession(store)
  const exact = await store.sessions.get(reference, { includeDeleted })
  if (exact !== null) return exact
  const candidates = await sessionsBeginningWith(store, reference, includeDeleted)
  const [only, ...others] = candidates
  if (only === undefined) throw await notFound(store, reference, includeDeleted)
  if (others.length === 0) return store.sessions.require(only.id, { includeDeleted })
  const listed = candidates.slice(0, most).map(({ id, title }) => `${id} (${shorten(title)})`)
  throw new SessionStorageError(
    "invalid_input",
    `Several sessions begin with ${reference}: ${listed.join(", ")}${candidates.length > most ? ", …" : ""}.`,
    { hint: "Give more of the id." },
  )
}

/** Finds several, all of them before anything is done with the first. One that is named twice comes once. */
export async function findSessions(
  store: SessionStore,
  references: readonly string[],
  options: FindSessionOptions = {},
): Promise<Session[]> {
  const found = new Map<string, Session>()
  for (const reference of references) {
    const session = await findSession(store, reference, options)
    found.set(session.id, session)
  }
  return [...found.values()]
}

const shorten = (title: string): string => (title.length > 40 ? `${title.slice(0, 40).toWellFormed()}…` : title)

async function lastSession(store: SessionStore): Promise<Session> {
  const { sessions } = await store.sessions.list({ limit: 1 })
  const [last] = sessions
  if (last !== undefined) return last
  throw new SessionStorageError("not_found", "There is no session here yet.", { hint: scopeHint(store) })
}

/** Sessions whose id begins like that, with or without what every id begins with. */
async function sessionsBeginningWith(
  store: SessionStore,
  beginning: string,
  includeDeleted: boolean,
): Promise<SessionSummary[]> {
  // One more than is shown tells that there are more.
  const options = { includeDeleted, limit: most + 1 }
  const found = await store.sessions.find(beginning, options)
  return found.length > 0 || beginning.startsWith(sessionIdPrefix)
    ? found
    : store.sessions.find(`${sessionIdPrefix}${beginning}`, options)
}

async function notFound(store: SessionStore, reference: string, includeDeleted: boolean): Promise<SessionStorageError> {
  const deleted = includeDeleted ? null : await store.sessions.get(reference, { includeDeleted: true })
  if (deleted !== null) {
    return new SessionStorageError("not_found", `Session ${reference} is deleted.`, {
      hint: `opencode-session restore ${reference}`,
    })
  }
  return new SessionStorageError("not_found", `There is no session ${reference} here.`, { hint: scopeHint(store) })
}

const scopeHint = ({ projectId }: SessionStore): string =>
  projectId === null
    ? "`opencode-session list --all-projects` shows what there is."
    : `This looked in the project ${projectId}: --project names another one, --all-projects takes all.`
