import type { Session } from "../model/session.ts"
import { isPinned, tagsOf } from "../model/session-mark.ts"
import { sessionOrigin } from "../model/session-origin.ts"
import type { SessionFilter } from "../provider/session-filter.ts"
import { matchesTerms, searchTerms } from "./search-terms.ts"

/** Whether a session is one of those that a filter is about. */
export function sessionMatches(filter: SessionFilter, session: Session): boolean {
  const { from, to } = filter
  return (
    (from === undefined || session.updatedAt >= from) &&
    (to === undefined || session.updatedAt < to) &&
    isOfKind(filter, session)
  )
}

/** The same, whenever the session changed. */
export function isOfKind(filter: SessionFilter, session: Session): boolean {
  const { author, folder, model, origin, title, pinned, tag, user = null } = filter
  return (
    (author === undefined || session.author?.user === author) &&
    (folder === undefined || session.directory === folder || session.directory.startsWith(`${folder}/`)) &&
    (model === undefined || namesOf(session).includes(model)) &&
    (origin === undefined || (sessionOrigin(session)?.program ?? null) === origin) &&
    (title === undefined || matchesTerms(session.title, searchTerms(title))) &&
    (pinned === undefined || isPinned(session, user) === pinned) &&
    (tag === undefined || tagsOf(session, user).includes(tag))
  )
}

const namesOf = ({ model }: Session): unknown[] =>
  model === null ? [] : [model.modelId, `${model.providerId}/${model.modelId}`]
