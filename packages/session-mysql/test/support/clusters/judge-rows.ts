import type { ClusterLoad } from "./cluster-load.ts"

// biome-ignore lint/suspicious/noExplicitAny: each table has other columns, and what is read of them is converted.
export type Rows = Record<string, Record<string, any>[]>

/** What is wrong with the data of a node. All zero where nothing is. */
export interface RowsVerdict {
  /** Acknowledged messages that a node does not have, or not with all of their words. */
  lost: number
  /** Texts that are stored more than once. */
  doubled: number
  /** Revisions that no batch accounts for, and receipts that are not those that were given. */
  gaps: number
}

/** Compares the rows of a node with what callers were told. */
export function judgeRows(
  rows: Rows,
  { acknowledged, batches, sessionIds }: Pick<ClusterLoad, "acknowledged" | "batches" | "sessionIds">,
): RowsVerdict {
  const texts = new Map<string, string[]>()
  for (const { message_id, data } of rows.part ?? []) {
    const ofMessage = texts.get(message_id) ?? []
    ofMessage.push(String(JSON.parse(data).text))
    texts.set(message_id, ofMessage)
  }
  const lost = acknowledged.filter(({ id, words }) => texts.get(id)?.join("") !== words)
  // What a text begins with is no other's.
  const names = [...texts.values()].map((ofMessage) => ofMessage[0]?.split(" ")[0])
  return {
    lost: lost.length,
    doubled: names.length - new Set(names).size,
    gaps: sessionIds.reduce((sum, id) => sum + gapsIn(id, rows, batches), 0),
  }
}

/** Each batch takes as many revisions as it has changes. */
function gapsIn(sessionId: string, rows: Rows, sent: ClusterLoad["batches"]): number {
  const receipts = (rows.batch ?? [])
    .filter(({ session_id }) => session_id === sessionId)
    .sort((left, right) => Number(left.revision) - Number(right.revision))
  let gaps = 0
  let last = 0
  for (const { id, revision } of receipts) {
    const batch = sent.get(id)
    const isRight = batch !== undefined && Number(revision) === last + batch.size
    if (!isRight || (batch.revision !== null && batch.revision !== Number(revision))) gaps += 1
    last = Number(revision)
  }
  const session = rows.session?.find(({ id }) => id === sessionId)
  const stored = new Set(receipts.map(({ id }) => String(id)))
  const acknowledged = [...sent].filter(([, batch]) => batch.sessionId === sessionId && batch.revision !== null)
  const unknown = acknowledged.filter(([id]) => !stored.has(id)).length
  return gaps + unknown + (Number(session?.revision) === last ? 0 : 1)
}
