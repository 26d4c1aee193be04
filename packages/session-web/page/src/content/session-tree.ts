import type { Session } from "../api/types.ts"

/** A session, with those that it started as sub-agents. */
export interface SessionNode {
  session: Session
  children: SessionNode[]
}

/** Sessions as a tree, last changed first. One whose parent is not among them stands by itself. */
export function treeOf(sessions: Iterable<Session>): SessionNode[] {
  const nodes = new Map<string, SessionNode>()
  for (const session of sessions) nodes.set(session.id, { session, children: [] })
  const roots: SessionNode[] = []
  for (const node of nodes.values()) {
    const parent = node.session.parentId === null ? undefined : nodes.get(node.session.parentId)
    const siblings = parent?.children ?? roots
    siblings.push(node)
  }
  for (const siblings of [roots, ...[...nodes.values()].map(({ children }) => children)]) {
    siblings.sort((one, other) => other.session.updatedAt - one.session.updatedAt)
  }
  return roots
}

/** A session and its descendants, in the order in which they are shown. */
export function flatten({ session, children }: SessionNode): Session[] {
  return [session, ...children.flatMap(flatten)]
}
