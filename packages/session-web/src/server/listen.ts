import type { Server } from "node:http"
import { createAdaptorServer } from "@hono/node-server"
import { SessionStorageError } from "@opencode/session-core"

/** How many ports are tried after the wanted one. */
const tries = 50

/** Answers requests. */
export type Fetch = (request: Request) => Response | Promise<Response>

/** Serves on a port, or on the next that is free; on any for 0. */
export async function listen(fetch: Fetch, host: string, port: number): Promise<{ server: Server; port: number }> {
  for (let next = port; ; next += 1) {
    // Without TLS and HTTP/2 it is Node's plain server.
    const server = createAdaptorServer({ fetch }) as Server
    try {
      return { server, port: await tryPort(server, host, next) }
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined
      if (code === "EADDRINUSE" && port !== 0 && next < Math.min(port + tries, 65_535)) continue
      throw new SessionStorageError("unavailable", `Cannot serve on ${host}, port ${next} (${String(code)}).`, {
        hint: "Choose another with --host and --port.",
        cause: error,
      })
    }
  }
}

function tryPort(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject)
    server.listen(port, host, () => {
      server.off("error", reject)
      const address = server.address()
      resolve(typeof address === "object" && address !== null ? address.port : port)
    })
  })
}
