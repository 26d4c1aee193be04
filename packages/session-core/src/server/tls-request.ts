import { AddressError } from "./address-error.ts"
import type { TlsMode } from "./tls-options.ts"

/** What of a server's certificate is checked: nothing, who signed it, or that and its name. */
export type Verification = "none" | "authority" | "name"

/** What one parameter asks of TLS. */
export interface TlsRequest {
  /** Undefined where the parameter only says how. */
  encryption?: "on" | "off" | "preferred"
  /** A connection without TLS is good enough. */
  fallback?: true
  /** Nothing more and nothing less is checked. */
  exactly?: Verification
  /** No less is checked. */
  atLeast?: Verification
  /** What is checked where no other parameter says it. */
  byDefault?: Verification
}

/** A request and the parameter that it comes from. */
export interface NamedTlsRequest extends TlsRequest {
  /** The parameter's. */
  name: string
}

/** Encrypted, and verified unless something else says how. */
export const tlsOn: TlsRequest = { encryption: "on", byDefault: "name" }

const order: readonly Verification[] = ["none", "authority", "name"]
const modes = { none: "skip-verify", authority: "verify-ca", name: "verify" } as const

/**
 * What parameters of an address ask for together; undefined when none says anything of TLS. Fails with {@link AddressError} where they
 * contradict each other: whichever won, somebody would be connected in another way than they asked for.
 */
export function combineTlsRequests(requests: readonly NamedTlsRequest[]): TlsMode | undefined {
  if (requests.length === 0) return undefined
  const hasFallback = requests.some(({ fallback }) => fallback === true)
  // A request that only says how to encrypt asks for encryption, too.
  const encryption = agree(requests, (request) => request.encryption) ?? (hasFallback ? "preferred" : "on")
  if (encryption === "on" && hasFallback) throw contradiction(requests)
  const exactly = agree(requests, ({ exactly: exact }) => exact)
  const least = highest(requests.map(({ atLeast }) => atLeast))
  if (exactly !== undefined && rank(exactly) < rank(least)) throw contradiction(requests)
  if (encryption !== "on") {
    if (rank(exactly) > 0 || rank(least) > 0) throw contradiction(requests)
    return encryption
  }
  return modes[exactly ?? highest([least, ...requests.map(({ byDefault }) => byDefault)]) ?? "none"]
}

function agree<Value>(
  requests: readonly NamedTlsRequest[],
  of: (request: TlsRequest) => Value | undefined,
): Value | undefined {
  const values = new Set(requests.map(of).filter((value) => value !== undefined))
  if (values.size > 1) throw contradiction(requests)
  return [...values][0]
}

const rank = (verification: Verification | undefined): number => order.indexOf(verification ?? "none")

const highest = (values: readonly (Verification | undefined)[]): Verification | undefined =>
  values.reduce((best, value) => (value !== undefined && rank(value) >= rank(best) ? value : best), undefined)

const contradiction = (requests: readonly NamedTlsRequest[]): AddressError =>
  new AddressError(
    `the parameters ${[...new Set(requests.map(({ name }) => name))].join(", ")} contradict each other about TLS`,
    "Leave one of them.",
  )
