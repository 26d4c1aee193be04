import { spawn } from "node:child_process"
import { once } from "node:events"
import { connect, type Socket } from "node:net"
import { createInterface } from "node:readline"

/** Listens, and then does nothing any more: not even taking connections. */
const program = `
  const server = require("node:net").createServer().listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => {
    require("node:fs").writeSync(1, server.address().port + "\\n")
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  })`

/**
 * A port whose packets are swallowed, as a firewall does it: the system's queue of connections that nobody takes is full, so
 * that it does not answer those that come next.
 */
export async function openFilteredPort(): Promise<{ port: number; close(): void }> {
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] })
  const [line] = await once(createInterface(child.stdout), "line")
  const port = Number(line)
  const sockets: Socket[] = []
  // The queue holds one more than it was asked for.
  for (let count = 0; count < 2; count += 1) {
    const socket = connect(port, "127.0.0.1")
    sockets.push(socket)
    await once(socket, "connect")
    socket.on("error", () => {})
  }
  return {
    port,
    close() {
      for (const socket of sockets) socket.destroy()
      child.kill("SIGKILL")
    },
  }
}
