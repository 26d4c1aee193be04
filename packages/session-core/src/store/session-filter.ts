import type { StoreContext } from "../access/store-context.ts"
import type { SearchFilter, SessionFilter } from "../provider/session-filter.ts"
import { checkFilter } from "../validation/check-filter.ts"

/** What sessions are looked for by. All that is given must hold. */
export interface SessionFilterOptions {
  /** The login name of the session's author. */
  author?: string | undefined
  /** Epoch milliseconds: sessions that last changed then or later. */
  from?: number | undefined
  /** Epoch milliseconds: sessions that last changed before. */
  to?: number | undefined
  /** Sessions of this folder and of those in it, relative to the project's top folder. All for an empty one. */
  folder?: string | undefined
  /** The id of the session's model, with or without `provider/` before it. */
  model?: string | undefined
  /** The program that wrote it, as `sessionOrigin` names it; null for sessions that were not imported. */
  origin?: string | null | undefined
  /** Words of the title, each of which must occur, letter case aside, also as a part of a longer word. */
  title?: string | undefined
  /** Whether it is pinned, by the store's author or for the team. */
  pinned?: boolean | undefined
  /** A tag that the store's author or the team gave it. */
  tag?: string | undefined
}

/** What hits are looked for by; `from` and `to` are about when a part was first written, or when a session with a title last changed. */
export interface SearchFilterOptions extends SessionFilterOptions {
  /** Only parts of this type: `text`, `tool`, … */
  partType?: string | undefined
  /** Only parts of messages of this role: `user`, `assistant`, … */
  role?: string | undefined
  /** Only titles. */
  titlesOnly?: boolean | undefined
}

/** The filter of a query of this store; none where nothing is asked for. */
export function filterOf(context: StoreContext, options: SearchFilterOptions): { filter?: SearchFilter } {
  const { author, from, to, model, origin, title, pinned, tag, partType, role, titlesOnly } = options
  const folder = options.folder?.replace(/\/+$/, "")
  const asked: { [Name in keyof SearchFilter]: SearchFilter[Name] | undefined } = {
    ...{ author, from, to, model, origin, title, pinned, tag, partType, role },
    folder: folder === "" ? undefined : folder,
    titlesOnly: titlesOnly === true ? true : undefined,
    user: pinned === undefined && tag === undefined ? undefined : context.author?.user,
  }
  const given = Object.entries(asked).filter(([, value]) => value !== undefined)
  if (given.length === 0) return {}
  // What is left has its field's type, which `fromEntries` does not say.
  const filter = Object.fromEntries(given) as SearchFilter
  checkFilter(filter)
  return { filter }
}

/** Without what only a search takes. */
export const sessionFilterOf = (context: StoreContext, options: SessionFilterOptions): { filter?: SessionFilter } =>
  filterOf(context, { ...options, partType: undefined, role: undefined, titlesOnly: undefined })
