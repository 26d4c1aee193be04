import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"

/** Stands between a client and a server, and lets the server seem to be away: connections break, and new ones are refused. */
export class OutageProxy {
  readonly #target: { host: string; port: number }
  readonly #sockets = new Set<Socket>()
  readonly port: number
  #server: Server

  static async start(target: { host: string; port: number }): Promise<OutageProxy> {
    const sockets = new Set<Socket>()
    const server = await listen(0, target, sockets)
    // It listens on a port.
    return new OutageProxy(target, server, sockets, (server.address() as AddressInfo).port)
  }

  private constructor(target: { host: string; port: number }, server: Server, sockets: Set<Socket>, port: number) {
    this.#target = target
    this.#server = server
    this.#sockets = sockets
    this.port = port
  }

  goAway(): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  async comeBack(): Promise<void> {
    this.#server = await listen(this.port, this.#target, this.#sockets)
  }

  close(): void {
    this.goAway()
  }
}

async function listen(port: number, target: { host: string; port: number }, sockets: Set<Socket>): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connect(target)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("close", () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
      // What breaks on one side is closed on the other.
      socket.on("error", () => {})
    }
    client.pipe(upstream).pipe(client)
  })
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  return server
}
