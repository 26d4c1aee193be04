import { type JsonObject, type JsonValue, SessionStorageError } from "@opencode/session-core"
import { parseJson } from "../values/json-text.ts"

/** Long enough for a busy machine: OpenCode stores a page of a session in far less than a second. */
const timeoutMilliseconds = 120_000

/** OpenCode's own API, as a pull uses it. */
export interface OpenCodeApi {
  /** Asks for something; with a body, sends it. */
  request(path: string, body?: JsonObject): Promise<OpenCodeAnswer>
}

/** What OpenCode answered. */
export interface OpenCodeAnswer {
  /** The status of HTTP. */
  status: number
  /** Null where it is not JSON. */
  body: JsonValue
}

/** Where OpenCode's server listens, and how it lets its user in. */
export interface OpenCodeServerAddress {
  /** `http://127.0.0.1:4096` */
  url: string
  /** What `OPENCODE_SERVER_PASSWORD` says; null for a server without one. */
  password: string | null
}

/**
 * The API of a server of OpenCode. Its calls fail with `unavailable` where nothing answers.
 *
 * @example
 * ```ts
 * const openCode = openCodeServer({ url: "http://127.0.0.1:4096", password: null })
 * ```
 */
export const openCodeServer = ({ url, password }: OpenCodeServerAddress): OpenCodeApi => ({
  async request(path, body) {
    try {
      const response = await fetch(new URL(path, url), {
        method: body === undefined ? "GET" : "POST",
        headers: {
          "content-type": "application/json",
          ...(password === null
            ? {}
            : { authorization: `Basic ${Buffer.from(`opencode:${password}`).toString("base64")}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      })
      return { status: response.status, body: parseJson(await response.text()) ?? null }
    } catch (error) {
      throw new SessionStorageError("unavailable", `OpenCode does not answer at ${url}.`, {
        cause: error,
        hint: "Is it still running?",
      })
    }
  },
})
