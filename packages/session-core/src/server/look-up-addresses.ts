import { type LookupAddress, lookup } from "node:dns"
import type { LookupFunction } from "node:net"

/** How long an address stays behind the others of its name after it failed, milliseconds. */
const avoidance = 30_000

/** Until when, by `performance.now()`. */
const avoided = new Map<string, number>()

/**
 * After a server behind an address took the connection and said nothing, or ended it: others of the name come first. Not to be
 * called for what a server says: all of them say it.
 */
export function avoidAddress(address: string | undefined): void {
  if (address !== undefined) avoided.set(address, performance.now() + avoidance)
}

/** Looks up a name, and puts those of its addresses last that failed just now. */
export const lookUpAddresses: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, "")
    const ordered = orderAddresses(addresses)
    const [first] = ordered
    if (options.all === true || first === undefined) return callback(null, ordered)
    callback(null, first.address, first.family)
  })
}

/** Those that work first, each in the order of the name's own. */
export function orderAddresses(addresses: LookupAddress[]): LookupAddress[] {
  const now = performance.now()
  for (const [address, until] of avoided) if (until <= now) avoided.delete(address)
  const isAvoided = ({ address }: LookupAddress) => avoided.has(address)
  return [...addresses.filter((each) => !isAvoided(each)), ...addresses.filter(isAvoided)]
}
