import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { HealthCheck } from "../provider/health.ts"
import type { TlsMode } from "./tls-options.ts"

/** How far two clocks may be apart, milliseconds. */
const clockTolerance = 5000
const roundTrips = 3

/**
 * How long a round trip takes, and how far the server's clock is ahead, both milliseconds. The shortest of a few: one alone may
 * have met a pause of either side.
 *
 * @param now - asks for the server's time, epoch milliseconds.
 */
export async function measureRoundTrip(now: () => Promise<number>): Promise<{ latency: number; clock: number }> {
  let shortest = { latency: Number.POSITIVE_INFINITY, clock: 0 }
  for (let count = 0; count < roundTrips; count += 1) {
    const started = performance.now()
    const time = await now()
    const latency = performance.now() - started
    // The server looked at its clock somewhere between: half-way is the best guess.
    if (latency < shortest.latency) shortest = { latency, clock: time - Date.now() + latency / 2 }
  }
  return shortest
}

/** What `measureRoundTrip` has found, as checks. */
export function checkRoundTrip({ latency, clock }: { latency: number; clock: number }): HealthCheck[] {
  const seconds = (Math.abs(clock) / 1000).toFixed(1)
  const message =
    seconds === "0.0"
      ? "the server's clock shows the same as this machine's"
      : `the server's clock is ${seconds} s ${clock < 0 ? "behind" : "ahead of"} this machine's`
  return [
    { name: "latency", status: "ok", message: `${latency.toFixed(1)} ms for a round trip` },
    Math.abs(clock) <= clockTolerance
      ? { name: "clock", status: "ok", message }
      : { name: "clock", status: "warning", message, hint: "Set both by NTP: times of sessions are their writers'." },
  ]
}

/** Says how connections are used. Times are milliseconds. */
export function checkPool(
  { open, idle, waiting }: { open: number; idle: number; waiting: number },
  options: { connectionTimeout: number; maxConnections: number; maxIdleConnections: number },
): HealthCheck {
  const { connectionTimeout, maxConnections, maxIdleConnections } = options
  return {
    name: "pool",
    status: "ok",
    message: `${open} of ${maxConnections} connections open, ${idle} idle (at most ${maxIdleConnections}), ${waiting} callers waiting; a call takes at most ${connectionTimeout / 1000} s`,
  }
}

/** Says where the server's address comes from, and which keys have no effect beside it. */
export function checkSource({
  source,
  shadowedKeys,
}: {
  source: string
  shadowedKeys: readonly string[]
}): HealthCheck {
  if (shadowedKeys.length === 0)
    return { name: "configuration", status: "ok", message: `the server is that of ${source}` }
  return {
    name: "configuration",
    status: "warning",
    message: `${source} wins over ${shadowedKeys.join(", ")}, which ${shadowedKeys.length === 1 ? "has" : "have"} no effect`,
    hint: "Remove what is not in use, so that nobody is misled.",
  }
}

/**
 * Says whether others on the way can read along.
 *
 * @param hint - how a user asks for TLS.
 */
export function checkTls(
  connection: { encrypted: boolean; isLocal: boolean; mode: TlsMode },
  hint: string,
): HealthCheck {
  const { encrypted, isLocal, mode } = connection
  if (encrypted) {
    const verified = mode === "verify" || mode === "verify-ca"
    return {
      name: "TLS",
      status: "ok",
      message: verified ? "encrypted, the server is who it says" : "encrypted, the server's name is not verified",
    }
  }
  if (isLocal) return { name: "TLS", status: "ok", message: "not encrypted, and not leaving this machine" }
  return { name: "TLS", status: "warning", message: "not encrypted: whoever is on the way can read along", hint }
}

/** A check that could not be made, as one that failed. */
export function failedCheck(name: string, error: unknown): HealthCheck {
  const message = error instanceof Error ? error.message : String(error)
  const hint = SessionStorageError.isInstance(error) ? error.hint : undefined
  return { name, status: "error", message, ...(hint === undefined ? {} : { hint }) }
}
