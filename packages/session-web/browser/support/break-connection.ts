import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import { Transform } from "node:stream"

export interface BreakableConnection {
  address: string
  /** Cuts what is open, and refuses what comes. */
  cut(): void
  mend(): void
  /** From now on, the position that a browser comes back with is made one of another database. */
  forgetPosition(): void
  close(): Promise<void>
}

/** A way to a server that can be cut, as a network is. */
export async function breakableConnection(target: string): Promise<BreakableConnection> {
  const sockets = new Set<Socket>()
  let isCut = false
  let forgets = false
  const toServer = () =>
    new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const text = chunk.toString("latin1")
        done(null, forgets ? Buffer.from(text.replace(/^(last-event-id: ).*$/im, "$1none"), "latin1") : chunk)
      },
    })
  const server = createServer((near) => {
    if (isCut) return near.destroy()
    const far = connect(Number(new URL(target).port), "127.0.0.1")
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one)
      if (one === near) one.pipe(toServer()).pipe(other)
      else one.pipe(other)
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
    forgetPosition() {
      forgets = true
    },
    async close() {
      destroyAll()
      server.close()
      await once(server, "close")
    },
  }
}
