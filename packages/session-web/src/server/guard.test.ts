import { request } from "node:http"
import { networkInterfaces } from "node:os"
import { type RawRequest, type RawResponse, rawRequest } from "session-test-support/raw-request"
import { describe, expect, it } from "vitest"
import { silentAgent } from "../../test/support/silent-agent.ts"
import { temporaryServer } from "../../test/support/temporary-web.ts"

async function startServer(options: { host?: string; token?: string } = {}) {
  const server = await temporaryServer({ ...options, agent: silentAgent("widget") })
  const raw = (request: RawRequest): Promise<RawResponse> => rawRequest(server.address, request)
  return { ...server, raw }
}

describe("on the loopback interface, the server", () => {
  it("refuses names that are not its own, on every path: a page whose name was led here reads nothing", async () => {
    const { raw } = await startServer()
    for (const path of ["/", "/api/sessions", "/api/events", "/doc"]) {
      for (const Host of [
        "rebound.example",
        "rebound.example:4747",
        "127.0.0.1.nip.example",
        "localhost.evil.example",
      ]) {
        const { status, text } = await raw({ path, headers: { Host } })
        expect([status, JSON.parse(text).code], `${path} as ${Host}`).toEqual([403, "forbidden"])
      }
    }
  })

  it("goes by its own names", async () => {
    const { raw, served } = await startServer()
    for (const name of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"]) {
      expect((await raw({ path: "/api/status", headers: { Host: `${name}:${served.port}` } })).status).toBe(200)
    }
  })

  it("takes nothing from other sites' pages, whatever the method", async () => {
    const { raw, served, store } = await startServer()
    const json = { "Content-Type": "application/json" }
    const foreign: Record<string, string>[] = [
      { Origin: "http://evil.example" },
      { Origin: "null" },
      { Origin: `http://localhost:${served.port + 1}` },
      { Origin: `https://127.0.0.1:${served.port}` },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors" },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" },
    ]
    for (const headers of foreign) {
      const { status } = await raw({
        method: "POST",
        path: "/api/sessions",
        headers: { ...json, ...headers },
        body: "{}",
      })
      expect(status, JSON.stringify(headers)).toBe(403)
    }
    expect((await raw({ path: "/api/sessions", headers: { Origin: "http://evil.example" } })).status).toBe(403)
    expect((await store.sessions.list()).sessions).toEqual([])
    const own = { ...json, Origin: `http://127.0.0.1:${served.port}`, "Sec-Fetch-Site": "same-origin" }
    expect((await raw({ method: "POST", path: "/api/sessions", headers: own, body: "{}" })).status).toBe(201)
  })

  it("takes no body that is not JSON, so that a form of another site is none", async () => {
    const { raw, store } = await startServer()
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const answer = await raw({
        method: "POST",
        path: "/api/sessions",
        headers: { "Content-Type": type },
        body: "{}",
      })
      expect(answer.status, type).toBe(415)
    }
    expect((await store.sessions.list()).sessions).toEqual([])
  })

  it("takes no body over its limit, announced or not", async () => {
    const { raw, served, store } = await startServer()
    const { id } = await store.sessions.create()
    const body = JSON.stringify({ text: "x".repeat(1024 * 1024) })
    const headers = { "Content-Type": "application/json" }
    expect((await raw({ method: "POST", path: `/api/sessions/${id}/prompt`, headers, body })).status).toBe(413)
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(
        {
          port: served.port,
          method: "POST",
          path: `/api/sessions/${id}/prompt`,
          headers: { ...headers, "Transfer-Encoding": "chunked" },
        },
        (incoming) => resolve(incoming.resume().statusCode),
      )
      outgoing.on("error", reject)
      outgoing.end(body)
    })
    expect(status).toBe(413)
    expect((await store.sessions.require(id)).messageCount).toBe(0)
  })

  it("sends a policy with every answer that lets no script of a session run", async () => {
    const { raw } = await startServer()
    for (const path of ["/", "/api/status", "/api/nothing", "/doc", "/nothing.js"]) {
      const { headers } = await raw({ path })
      expect(headers, path).toMatchObject({
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
      })
      const policy = String(headers["content-security-policy"])
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain("unsafe")
    }
  })

  it("gives no file but the page's", async () => {
    const { raw } = await startServer()
    for (const path of [
      "/../package.json",
      "/..%2fpackage.json",
      "/assets/../../package.json",
      "/%2e%2e/package.json",
      "//etc/passwd.txt",
    ]) {
      expect((await raw({ path })).status, path).toBe(404)
    }
  })
})

describe("bound to anything else, the server", () => {
  it("lets nobody in without its token", async () => {
    const { served, raw } = await startServer({ host: "0.0.0.0" })
    expect(served.token).toMatch(/^[\w-]{43}$/)
    expect(served.address).toContain(`?token=${served.token}`)
    const attempts: [string, Record<string, string>][] = [
      ["/", {}],
      ["/api/status", {}],
      ["/doc", {}],
      ["/api/status?token=wrong", {}],
      ["/api/status", { Authorization: "Bearer wrong" }],
      ["/api/status", { Cookie: `session-web-${served.port}=` }],
      ["/api/status", { Cookie: `session-web-${served.port + 1}=${served.token}` }],
    ]
    for (const [path, headers] of attempts) {
      const { status, text } = await raw({ path, headers })
      expect([status, JSON.parse(text).code], path).toEqual([401, "unauthorized"])
      expect(text).not.toContain(served.token)
    }
    const posted = await raw({ method: "POST", path: `/api/sessions?token=${served.token}`, body: "{}" })
    expect(posted.status).toBe(401)
  })

  it("takes the token once from the address and makes a cookie of it, which no script reads", async () => {
    const { served, raw } = await startServer({ host: "0.0.0.0" })
    const entered = await raw({ path: `/?token=${served.token}` })
    expect(entered.status).toBe(303)
    expect(entered.headers.location).toBe("/")
    const cookie = String(entered.headers["set-cookie"])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    const headers = { Cookie: cookie.split(";")[0] ?? "" }
    expect((await raw({ path: "/api/status", headers })).status).toBe(200)
    const bearer = { Authorization: `Bearer ${served.token}` }
    expect((await raw({ path: "/api/status", headers: bearer })).status).toBe(200)
    // The token does not make another name right.
    expect((await raw({ path: "/api/status", headers: { ...bearer, Host: "rebound.example" } })).status).toBe(403)
  })

  it("goes by the addresses of its machine", async () => {
    const { served, raw } = await startServer({ host: "0.0.0.0" })
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    for (const { address, family } of addresses) {
      const Host = `${family === "IPv6" ? `[${address}]` : address}:${served.port}`
      expect((await raw({ path: "/api/status", headers: { Host } })).status, Host).toBe(401)
    }
  })
})
