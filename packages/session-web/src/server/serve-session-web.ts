import { randomBytes } from "node:crypto"
import { once } from "node:events"
import type { Status } from "../schemas/index.ts"
import { createSessionWeb, type SessionWebOptions } from "./create-session-web.ts"
import { inUrl } from "./guard.ts"
import { isLoopback } from "./is-loopback.ts"
import { listen } from "./listen.ts"

/** What `serveSessionWeb` needs, and may be told. */
export interface ServeSessionWebOptions extends SessionWebOptions {
  /** The port, or the next that is free after it; 4747 by default, any for 0. */
  port?: number | undefined
}

/** A page that is served. */
export interface ServedSessionWeb {
  /** What to open in a browser, with the token when there is one. */
  readonly address: string
  /** The port that it listens on, also where any was asked for. */
  readonly port: number
  /** What a client must show; null on the loopback interface, unless one was given. */
  readonly token: string | null
  /** What `/api/status` says. */
  readonly status: Status
  /** Takes no more requests, ends those that are under way, and resolves then. The store stays open. May be called twice. */
  close(): Promise<void>
}

const defaultPort = 4747
const goodbyeMilliseconds = 1000

/**
 * Serves the page and its API over HTTP, in Node.js. It is bound to 127.0.0.1 unless `host` says otherwise, and then a token is
 * generated when none is given: no other machine gets in without it. The connection is not encrypted.
 *
 * On the loopback interface, every user and every program of the machine may use it. Browsers are kept apart: what other
 * sites' pages send is refused.
 *
 * Fails with `unavailable` when no port is free, and as `createSessionWeb` does.
 */
export async function serveSessionWeb(options: ServeSessionWebOptions): Promise<ServedSessionWeb> {
  const { host = "127.0.0.1", port = defaultPort } = options
  const token = options.token ?? (isLoopback(host) ? undefined : randomBytes(32).toString("base64url"))
  const web = await createSessionWeb({ ...options, host, token })
  try {
    const served = await listen(web.fetch, host, port)
    const end = async () => {
      const closed = once(served.server, "close")
      served.server.close()
      await web.close()
      // Streams have their end on the way; what is still open after a while is cut.
      const cut = setTimeout(() => served.server.closeAllConnections(), goodbyeMilliseconds)
      served.server.closeIdleConnections()
      await closed
      clearTimeout(cut)
    }
    let ending: Promise<void> | undefined
    return {
      address: `http://${inUrl(host)}:${served.port}/${token === undefined ? "" : `?token=${token}`}`,
      port: served.port,
      token: token ?? null,
      status: web.status,
      close: () => {
        ending ??= end()
        return ending
      },
    }
  } catch (error) {
    await web.close()
    throw error
  }
}
