import { connect, createServer, type Server, type Socket } from "node:net"

/** What becomes of the next command that a client sends. */
export type Fault =
  /** The connection breaks before the server has seen it. */
  | "break-before"
  /** The connection breaks when half of it is with the server. */
  | "break-within"
  /** The server does it, and its answer is lost. */
  | "lose-answer"
  /** Nothing goes on, and nothing breaks. */
  | "black-hole"

/** Stands between a provider and its server: counts what the client sends, and makes faults. */
export interface WireProxy {
  port: number
  /** How many commands clients have sent, connecting and saying good-bye apart. */
  readonly commands: number
  readonly connections: number
  /** Resets the counts. */
  reset(): void
  /** The next command meets this. */
  break(fault: Fault): void
  /** Breaks all connections. */
  disconnect(): void
  /** Refuses, or takes, connections. */
  refuse(refused: boolean): void
  close(): Promise<void>
}

const quit = 1

export async function startWireProxy(target: { host: string; port: number }): Promise<WireProxy> {
  let commands = 0
  let connections = 0
  let refused = false
  let fault: Fault | undefined
  const sockets = new Set<Socket>()
  const server: Server = createServer((client) => {
    if (refused) return void client.destroy()
    connections += 1
    const upstream = connect(target.port, target.host)
    sockets.add(client).add(upstream)
    let swallowed = false
    let losing = false
    let expected = 0
    const end = () => {
      client.destroy()
      upstream.destroy()
      sockets.delete(client)
      sockets.delete(upstream)
    }
    client.on("data", (data) => {
      if (swallowed) return
      // A command begins a new sequence; what follows of a long one, and the handshake, does not.
      const begins = expected === 0 && data.length > 4 && data[3] === 0
      if (expected === 0 && data.length >= 4) expected = data.readUIntLE(0, 3) + 4
      expected = Math.max(0, expected - data.length)
      if (begins && data[4] !== quit) {
        commands += 1
        const meets = fault
        fault = undefined
        if (meets === "break-before") return end()
        if (meets === "black-hole") {
          swallowed = true
          return
        }
        if (meets === "break-within") {
          upstream.write(data.subarray(0, Math.floor(data.length / 2)), end)
          return
        }
        losing = meets === "lose-answer"
      }
      upstream.write(data)
    })
    upstream.on("data", (data) => {
      if (swallowed) return
      if (losing) return end()
      client.write(data)
    })
    for (const socket of [client, upstream]) socket.on("error", end).on("close", end)
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The proxy has no port.")
  return {
    port: address.port,
    get commands() {
      return commands
    },
    get connections() {
      return connections
    },
    reset() {
      commands = 0
      connections = 0
    },
    break(next) {
      fault = next
    },
    disconnect() {
      for (const socket of sockets) socket.destroy()
    },
    refuse(value) {
      refused = value
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
