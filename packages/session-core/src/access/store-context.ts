import { createIdentifier } from "../identifier/identifier.ts"
import type { Author } from "../model/author.ts"
import type { ApplyResult } from "../provider/batch.ts"
import type { Change } from "../provider/change.ts"
import type { Scope } from "../provider/scope.ts"
import type { ProviderHandle } from "./provider-handle.ts"

/** How a batch is sent. */
export interface ApplyOptions {
  /** Apply only if the session has this revision; otherwise fail with a `ConflictError`. */
  expectedRevision?: number | undefined
  /**
   * The batch's id, for a caller that may have to send it again: unique within the session, at most 64 characters, such as
   * `crypto.randomUUID()`. The first sending counts, for at least an hour. A new one by default.
   */
  batchId?: string | undefined
  /** When it happened, epoch milliseconds. Now by default. */
  at?: number | undefined
}

/** What the parts of a store have in common. */
export interface StoreContext {
  readonly provider: ProviderHandle
  readonly scope: Scope
  readonly author: Author | null
  /** The folder that new sessions run in, relative to the project. */
  readonly directory: string
}

/** Sends changes of one session as a batch. */
export function applyChanges(
  context: StoreContext,
  sessionId: string,
  changes: Change[],
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  return context.provider.apply({
    id: options.batchId ?? createIdentifier("batch"),
    scope: context.scope,
    sessionId,
    ...(options.expectedRevision === undefined ? {} : { expectedRevision: options.expectedRevision }),
    at: options.at ?? Date.now(),
    changes,
  })
}
