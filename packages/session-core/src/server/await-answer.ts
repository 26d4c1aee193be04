import { remaining } from "./remaining.ts"
import type { Finding, ServerInspector } from "./server-inspector.ts"

/** The code of an error of our own: a look at the server has shown that the connection leads nowhere. */
export const unanswered = "STATEMENT_UNANSWERED"
/** The same: a look has shown that the server is still at work. */
export const stillRunning = "STATEMENT_STILL_RUNNING"

/** What a slow uplink moves, bytes per millisecond: 1 Mbit/s. The system may still have to send what it took. */
const slowestUplink = 125
/** For an answer that was on its way while the server was looked at, milliseconds. */
const grace = 250
const longestWait = 10_000

/** What is waited for, and who is asked about it. */
export interface AwaitAnswerOptions {
  /** The connection that waits. */
  connection: AnsweringConnection
  /** Looks at the server meanwhile. */
  inspector: ServerInspector
  /** How long nothing may move before the server is looked at, milliseconds. */
  silence: number
  /** Of what was sent. */
  bytes: number
  /** By `performance.now()`. */
  deadline: number
  /** Whether a connection that the server does not know was lost. An earlier attempt may have shown that its numbers are others. */
  trustsMissing: boolean
  /** Whether an error says that the time for the answer is over. */
  isTimeout(error: unknown): boolean
}

/** What is seen of a connection from this side. */
export interface AnsweringConnection {
  /** The number by which the server knows the connection. */
  readonly number: number
  /** How many bytes have come from the server, and how many are waiting to be sent: whether anything moves at all. */
  readonly progress: { received: number; unsent: number }
}

/**
 * Waits for an answer, and gives the connection up when it leads nowhere: a VPN that reconnects, a laptop that slept, a router
 * that forgot the connection give no sign. When nothing moves, another connection shows whether the server is at work: a slow
 * statement is waited for, and only one that is not there is given up, soon enough for another try.
 */
export async function awaitAnswer<Result>(answer: Promise<Result>, options: AwaitAnswerOptions): Promise<Result> {
  const { connection, inspector, silence, bytes, deadline, trustsMissing, isTimeout } = options
  // One attempt never gets all the time that is left.
  const undecidedUntil = performance.now() + remaining(deadline) / 2
  let before = connection.progress
  let wait = silence + bytes / slowestUplink
  let finding: Finding | undefined
  try {
    for (;;) {
      const answered = await within(answer, wait)
      if (answered !== undefined) return answered.result
      if (hasMoved()) continue
      const looked = await Promise.race([answer.then((result) => ({ result })), inspector.look(connection.number)])
      if (typeof looked === "object") return looked.result
      finding = looked
      if (isHopeful(finding)) {
        wait = Math.min(wait * 1.5, longestWait)
        continue
      }
      const late = await within(answer, grace)
      if (late !== undefined) return late.result
      if (hasMoved()) continue
      throw Object.assign(new Error(`No answer came, and the connection is ${finding}.`), { code: unanswered })
    }
  } catch (error) {
    if (finding === "running" && error instanceof Error && isTimeout(error))
      Object.assign(error, { code: stillRunning })
    throw error
  }

  function hasMoved(): boolean {
    const { received, unsent } = before
    before = connection.progress
    return before.received !== received || before.unsent < unsent
  }

  function isHopeful(seen: Finding): boolean {
    if (seen === "running") return true
    if (seen === "undecided" || (seen === "missing" && !trustsMissing)) return performance.now() < undecidedUntil
    return false
  }
}

/** What comes within so many milliseconds; undefined when nothing does. */
async function within<Result>(answer: Promise<Result>, milliseconds: number): Promise<{ result: Result } | undefined> {
  // Every statement passes here: a plain timer costs a tenth of one that is ended by a signal.
  const { promise: silence, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(resolve, milliseconds, undefined)
  try {
    return await Promise.race([answer.then((result) => ({ result })), silence])
  } finally {
    clearTimeout(timer)
  }
}
