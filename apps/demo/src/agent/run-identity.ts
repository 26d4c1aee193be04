import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import type { JsonObject, Message } from "@opencode/session-core"

/** Which server writes a reply. It stands in the reply's metadata, so that others know whose it is. */
export interface RunIdentity extends JsonObject {
  /** Of one start of a server. */
  server: string
  host: string
  processId: number
}

/** The servers that live in this process: a process id alone does not tell them from one that died. */
const living = new Set<string>()

/** The identity of a server that starts now. */
export function beginRuns(): RunIdentity {
  const identity = { server: randomUUID(), host: hostname(), processId: process.pid }
  living.add(identity.server)
  return identity
}

export function endRuns({ server }: RunIdentity): void {
  living.delete(server)
}

/** Who writes a reply; null for what the demo did not write. */
export function runOf(message: Pick<Message, "metadata">): RunIdentity | null {
  const { run } = message.metadata
  if (typeof run !== "object" || run === null || Array.isArray(run)) return null
  const { server, host, processId } = run
  if (typeof server !== "string" || typeof host !== "string" || typeof processId !== "number") return null
  return { server, host, processId }
}

/**
 * Whether the server that wrote a reply has ended for sure. Only its own machine can say: elsewhere, and where the process
 * id may have gone to another program, it is `unknown`.
 */
export function hasEnded(run: RunIdentity, here: RunIdentity): "yes" | "no" | "unknown" {
  if (living.has(run.server)) return "no"
  if (run.host !== here.host) return "unknown"
  return run.processId === process.pid || !isRunning(run.processId) ? "yes" : "unknown"
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    // Somebody else's process may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM"
  }
}
