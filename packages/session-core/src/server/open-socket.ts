import { connect, type NetConnectOpts, type Socket } from "node:net"
import type { Address } from "./address.ts"
import { lookUpAddresses } from "./look-up-addresses.ts"

/** How a socket reaches a server. `timeout` is what an attempt to connect may take, milliseconds. */
export function socketOptions(address: Address, timeout: number): NetConnectOpts {
  if ("socketPath" in address) return { path: address.socketPath }
  return {
    ...address,
    noDelay: true,
    // Before routers on the way forget a connection that is idle.
    keepAlive: true,
    keepAliveInitialDelay: 10_000,
    // Of several addresses behind the name, the next one is tried when one does not answer.
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.round(timeout / 4)),
    lookup: lookUpAddresses,
  }
}

/** A socket of our own for a driver: one that is idle can be kept from keeping the process alive. */
export function openSocket(address: Address, timeout: number): Socket {
  const socket = connect(socketOptions(address, timeout))
  if ("socketPath" in address) return socket
  // TLS checks a certificate against this name. Node.js sets it only for names that it looks up, not for addresses, and some
  // drivers give no other.
  return Object.assign(socket, { _host: address.host })
}
