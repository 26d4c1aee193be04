/**
 * What sessions are looked for by. All that is given must hold. Texts compare byte by byte, except for the title.
 *
 * Easily missed: `sessionMatches` decides it for a session that is there already. An index behind each field must not move with every
 * write to a session: index what people set, not when it was last written, or leave sessions that are written to out of it.
 *
 * Kit: `filters`.
 */
export interface SessionFilter {
  /** The login name of the session's author. */
  author?: string
  /** Epoch milliseconds: sessions that last changed then or later. */
  from?: number
  /** Epoch milliseconds: sessions that last changed before. */
  to?: number
  /** Sessions of this folder and of those in it. Relative to the project's top folder, not empty, without a slash at its end. */
  folder?: string
  /** The id of the session's model, with or without `provider/` before it. */
  model?: string
  /** The program that wrote it, as `sessionOrigin` names it; null for sessions that were not imported. */
  origin?: string | null
  /** Words of the title, as `search` takes them: each must occur, letter case aside, also as a part of a longer word. */
  title?: string
  /** Whether it is pinned, by `user` or for the team. */
  pinned?: boolean
  /** A tag that it has, from `user` or for the team. */
  tag?: string
  /** Whose pins and tags count besides the team's: a login name. Without it, only the team's do. */
  user?: string
}

/**
 * What hits are looked for by, besides what their sessions are looked for by. `from` and `to` are about the hits themselves: when a
 * part was first written, by its `createdAt`, and when a session with a title last changed.
 *
 * Kit: `filters`.
 */
export interface SearchFilter extends SessionFilter {
  /** Only parts of this type: `text`, `tool`, … */
  partType?: string
  /** Only parts of messages of this role: `user`, `assistant`, … */
  role?: string
  /** Only titles. Never given together with `partType` or `role`. */
  titlesOnly?: true
}
