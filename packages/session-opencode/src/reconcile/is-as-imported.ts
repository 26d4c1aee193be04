import type { Session } from "@opencode/session-core"
import type { SourceSession } from "../source/source-session.ts"
import { Fingerprint } from "./fingerprint.ts"
import { importRecordOf } from "./import-record.ts"

/**
 * Whether neither the source nor the store has changed since the last import, by the fingerprint that it noted: then there is
 * nothing to reconcile, and the stored content need not be read. False when it cannot be told.
 */
export function isAsImported(source: SourceSession, stored: Session): boolean {
  const record = importRecordOf(stored.metadata)
  if (source.raw === null || record === null || record.fingerprint === null) return false
  if (record.revision !== stored.revision) return false
  const fingerprint = new Fingerprint(source)
  for (const raw of source.raw()) fingerprint.add(raw)
  return fingerprint.end() === record.fingerprint
}
