import { randomInt } from "node:crypto"
import { once } from "node:events"
import { createServer } from "node:net"

/**
 * A port that nobody listens on. Below the range that systems give to outgoing connections, so that it is still free when a
 * server that was stopped comes back to it.
 */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(20_000, 32_000)
    const server = createServer()
    try {
      server.listen(port, "127.0.0.1")
      await once(server, "listening")
      server.close()
      await once(server, "close")
      return port
    } catch (error) {
      // An error of the system has a code.
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error
    }
  }
}
