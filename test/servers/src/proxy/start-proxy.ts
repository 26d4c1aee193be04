import { once } from "node:events"
import { type AddressInfo, connect, createServer } from "node:net"
import { ProxiedConnection, type Traffic } from "./proxied-connection.ts"

/** Where a proxy sends what it gets. */
export interface ProxyTarget {
  host: string
  port: number
}

/** A proxy on a free port of the loopback interface. */
export interface StartedProxy {
  host: string
  port: number
  connections: ReadonlySet<ProxiedConnection>
  /** Resets all connections and listens no more. */
  close(): Promise<void>
}

export interface ProxyOptions {
  traffic: Traffic
  /** False: a new connection is reset at once. Bytes: it gets those in place of the server's greeting, and ends. */
  accepts(): boolean | Buffer
}

export const startProxy = async (
  { host, port }: ProxyTarget,
  { traffic, accepts }: ProxyOptions,
): Promise<StartedProxy> => {
  const connections = new Set<ProxiedConnection>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const accepted = accepts()
    if (accepted !== true) {
      // A client that is gone already is none of our concern.
      client.on("error", () => {})
      if (accepted === false) {
        client.resetAndDestroy()
        return
      }
      // Where the client speaks first, as PostgreSQL's does: what nobody reads would keep the connection, and `close`, for ever.
      client.resume()
      client.end(accepted)
      return
    }
    const connection = new ProxiedConnection(client, connect({ host, port, allowHalfOpen: true }), traffic)
    connections.add(connection)
    client.once("close", () => connections.delete(connection))
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    host: "127.0.0.1",
    // Only of a unix socket it is something else.
    port: (server.address() as AddressInfo).port,
    connections,
    async close() {
      for (const connection of connections) connection.reset()
      if (!server.listening) return
      server.close()
      await once(server, "close")
    },
  }
}
