import { tracingChannel } from "node:diagnostics_channel"

/** What a subscriber of a channel is told. Never content, never secrets. */
export interface TraceContext {
  /** The provider's name. */
  provider: string
  /** Where it applies. */
  sessionId?: string
  /** Number of changes of an `apply`. */
  changes?: number
}

/** The operations of a provider that can be traced. */
export type TracedOperation =
  | "apply"
  | "getSession"
  | "listSessions"
  | "findSessions"
  | "listMessages"
  | "listParts"
  | "getPart"
  | "listFiles"
  | "changes"
  | "sessionChanges"
  | "search"
  | "getProject"
  | "listProjects"
  | "putProject"
  | "statistics"
  | "statisticsBy"
  | "migrate"
  | "prune"

const channels = new Map<TracedOperation, ReturnType<typeof tracingChannel<unknown, TraceContext>>>()

/** The channel of an operation: `tracing:opencode.session.<operation>:start`, `:asyncEnd`, `:error` and so on. */
function channelOf(operation: TracedOperation) {
  let channel = channels.get(operation)
  if (channel === undefined) {
    channel = tracingChannel<unknown, TraceContext>(`opencode.session.${operation}`)
    channels.set(operation, channel)
  }
  return channel
}

/**
 * Runs a provider's operation and publishes it through `node:diagnostics_channel`, so that an application can measure it
 * with whatever it likes. Costs next to nothing while nobody listens.
 */
export function traced<Result>(
  operation: TracedOperation,
  context: TraceContext,
  run: () => Promise<Result>,
): Promise<Result> {
  const channel = channelOf(operation)
  return channel.hasSubscribers ? channel.tracePromise(run, context) : run()
}
