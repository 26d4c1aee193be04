/**
 * A pin or a tag: what people sort sessions by. It is one user's own, or the whole team's where `user` is null. A session has each
 * mark once, and at most `limits.marks` of them.
 */
export type SessionMark =
  /** Keeps the session at hand. */
  | { type: "pin"; user: string | null }
  /** A word for the session, compared byte by byte: at most 191 bytes. */
  | { type: "tag"; tag: string; user: string | null }

/** Whether a mark counts for a user: it is the user's own or the team's. For null, only the team's does. */
const countsFor = (mark: SessionMark, user: string | null): boolean => mark.user === null || mark.user === user

/** Whether a session is pinned, by this user (a login name; null for nobody) or for the team. */
export const isPinned = ({ marks }: { marks: readonly SessionMark[] }, user: string | null): boolean =>
  marks.some((mark) => mark.type === "pin" && countsFor(mark, user))

/** The tags of a session that this user sees: the user's own (a login name; null for nobody) and the team's, each once. */
export const tagsOf = ({ marks }: { marks: readonly SessionMark[] }, user: string | null): string[] => [
  ...new Set(marks.flatMap((mark) => (mark.type === "tag" && countsFor(mark, user) ? mark.tag : []))),
]

/** Whether two marks are the same. */
export const isSameMark = (left: SessionMark, right: SessionMark): boolean =>
  left.type === right.type && left.user === right.user && tagOf(left) === tagOf(right)

const tagOf = (mark: SessionMark): string | null => (mark.type === "tag" ? mark.tag : null)
