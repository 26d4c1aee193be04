import type { Socket } from "node:net"
import { setTimeout as sleep } from "node:timers/promises"

export type Direction = "toServer" | "toClient"

/** What a proxy does with the bytes of its connections. */
export interface Traffic {
  /** Milliseconds that bytes take in this direction. */
  delay(direction: Direction): number
  /** Resolves when bytes may move at all. */
  passable(): Promise<void>
  /** Looks at a chunk just before it is sent on, and gives what is to be sent: all of it, a part, or nothing. */
  pass(connection: ProxiedConnection, direction: Direction, chunk: Buffer): Buffer
}

/** A client's connection and the one that was made to the server for it. */
export class ProxiedConnection {
  readonly client: Socket
  readonly server: Socket

  constructor(client: Socket, server: Socket, traffic: Traffic) {
    this.client = client
    this.server = server
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      socket.setNoDelay(true)
      // Closing follows, and says whether there was an error.
      socket.on("error", () => {})
      // Through a black hole not even the end of a connection gets.
      socket.once("close", (hadError) =>
        traffic.passable().then(() => (hadError ? other.resetAndDestroy() : other.end())),
      )
    }
    pump(this, "toServer", traffic)
    pump(this, "toClient", traffic)
  }

  /** Both sides see a reset: what was on its way is lost. */
  reset(): void {
    this.client.resetAndDestroy()
    this.server.resetAndDestroy()
  }

  /** The client sees a reset; the server reads what it was sent, and then the end. */
  resetClient(): void {
    this.client.resetAndDestroy()
    this.server.end()
  }

  target(direction: Direction): Socket {
    return direction === "toServer" ? this.server : this.client
  }
}

/** Moves one direction's bytes, in order, each after its delay. */
const pump = (connection: ProxiedConnection, direction: Direction, traffic: Traffic): void => {
  const from = connection.target(direction === "toServer" ? "toClient" : "toServer")
  const to = connection.target(direction)
  let last = Promise.resolve()
  from.on("data", (chunk: Buffer) => {
    const due = performance.now() + traffic.delay(direction)
    last = last.then(async () => {
      const wait = due - performance.now()
      if (wait > 0) await sleep(wait)
      await traffic.passable()
      if (to.destroyed || !to.writable) return
      const rest = traffic.pass(connection, direction, chunk)
      if (rest.length === 0 || to.write(rest)) return
      // A slow reader slows the writer down.
      from.pause()
      to.once("drain", () => from.resume())
    })
  })
  from.once("end", () => {
    last = last.then(async () => {
      await traffic.passable()
      to.end()
    })
  })
}
