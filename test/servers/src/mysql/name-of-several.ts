import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"
import type { ServerAccess } from "../kinds/server-access.ts"

/** A name that stands for several servers: each new connection leads to the next one. */
export async function nameOfSeveral(nodes: Pick<ServerAccess, "host" | "port">[]) {
  const sockets = new Set<Socket>()
  let turn = 0
  const listener = createServer((client) => {
    const node = nodes[turn % nodes.length]
    turn += 1
    if (node === undefined) throw new TypeError("There is no node.")
    const server = connect(node.port, node.host)
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from)
      from.on("error", () => to.destroy()).on("close", () => to.destroy())
      from.pipe(to)
    }
  })
  listener.listen(0, "127.0.0.1")
  await once(listener, "listening")
  return {
    host: "127.0.0.1",
    port: (listener.address() as AddressInfo).port, // Only of a unix socket it is something else.
    close() {
      for (const socket of sockets) socket.destroy()
      listener.close()
    },
  }
}
