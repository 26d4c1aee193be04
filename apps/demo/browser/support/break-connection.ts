import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

export interface BreakableConnection {
  address: string
  /** Cuts what is open, and refuses what comes. */
  cut(): void
  mend(): void
  close(): Promise<void>
}

/** A way to a server that can be cut, as a network is. */
export async function breakableConnection(target: string): Promise<BreakableConnection> {
  const sockets = new Set<Socket>()
  let isCut = false
  const server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(new URL(target).port), "127.0.0.1")
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      one.pipe(other)
      one.on("error", () => other.destroy())
      one.on("close", () => {
        sockets.delete(one)
        other.destroy()
      })
    }
  })
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  // A server that listens on a port has such an address.
  const { port } = server.address() as AddressInfo
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    address: `http://127.0.0.1:${port}`,
    cut() {
      isCut = true
      destroyAll()
    },
    mend() {
      isCut = false
    },
    async close() {
      destroyAll()
      server.close()
      await once(server, "close")
    },
  }
}
