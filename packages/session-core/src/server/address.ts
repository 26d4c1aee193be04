/** A server on a network. */
export interface NetworkAddress {
  /** A name, or an address without brackets. */
  host: string
  /** From 1 to 65535. */
  port: number
}

/** A server on this machine. */
export interface SocketAddress {
  /** The path of a unix socket, or of a pipe of Windows. */
  socketPath: string
}

/** Where a server listens. */
export type Address = NetworkAddress | SocketAddress
