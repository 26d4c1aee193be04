import { request } from "node:http"
import { networkInterfaces } from "node:os"
import { describe, expect, it } from "vitest"
import { DemoClient } from "../client/demo-client.ts"
import { temporaryDemo } from "../test-support/temporary-demo.ts"

describe("on the loopback interface, the server", () => {
  it("refuses names that are not its own, on every path: a page whose name was led here reads nothing", async () => {
    const { client } = await temporaryDemo()
    for (const path of ["/", "/api/sessions", "/api/events", "/doc"]) {
      for (const Host of [
        "rebound.example",
        "rebound.example:4747",
        "127.0.0.1.nip.example",
        "localhost.evil.example",
      ]) {
        const { status, text } = await client.raw({ path, headers: { Host } })
        expect([status, JSON.parse(text).code], `${path} as ${Host}`).toEqual([403, "forbidden"])
      }
    }
  })

  it("goes by its own names", async () => {
    const { client, demo } = await temporaryDemo()
    for (const name of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"]) {
      expect((await client.raw({ path: "/api/status", headers: { Host: `${name}:${demo.port}` } })).status).toBe(200)
    }
  })

  it("takes nothing from other sites' pages, whatever the method", async () => {
    const { client, demo } = await temporaryDemo()
    const json = { "Content-Type": "application/json" }
    const foreign: Record<string, string>[] = [
      { Origin: "http://evil.example" },
      { Origin: "null" },
      { Origin: `http://localhost:${demo.port + 1}` },
      { Origin: `https://127.0.0.1:${demo.port}` },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors" },
      { "Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate" },
    ]
    for (const headers of foreign) {
      const { status } = await client.raw({
        method: "POST",
        path: "/api/sessions",
        headers: { ...json, ...headers },
        body: "{}",
      })
      expect(status, JSON.stringify(headers)).toBe(403)
    }
    expect((await client.raw({ path: "/api/sessions", headers: { Origin: "http://evil.example" } })).status).toBe(403)
    expect((await client.sessions()).sessions).toEqual([])
    const own = { ...json, Origin: `http://127.0.0.1:${demo.port}`, "Sec-Fetch-Site": "same-origin" }
    expect((await client.raw({ method: "POST", path: "/api/sessions", headers: own, body: "{}" })).status).toBe(201)
  })

  it("takes no body that is not JSON, so that a form of another site is none", async () => {
    const { client } = await temporaryDemo()
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const answer = await client.raw({
        method: "POST",
        path: "/api/sessions",
        headers: { "Content-Type": type },
        body: "{}",
      })
      expect(answer.status, type).toBe(415)
    }
    expect((await client.sessions()).sessions).toEqual([])
  })

  it("takes no body over its limit, announced or not", async () => {
    const { client, demo } = await temporaryDemo()
    const { id } = await client.create()
    const body = JSON.stringify({ text: "x".repeat(1024 * 1024) })
    const headers = { "Content-Type": "application/json" }
    expect((await client.raw({ method: "POST", path: `/api/sessions/${id}/prompt`, headers, body })).status).toBe(413)
    const status = await new Promise((resolve, reject) => {
      const outgoing = request(
        {
          port: demo.port,
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
    expect((await client.session(id)).messageCount).toBe(0)
  })

  it("sends a policy with every answer that lets no script of a session run", async () => {
    const { client } = await temporaryDemo()
    for (const path of ["/", "/api/status", "/api/nothing", "/doc", "/nothing.js"]) {
      const { headers } = await client.raw({ path })
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
    const { client } = await temporaryDemo()
    for (const path of [
      "/../package.json",
      "/..%2fpackage.json",
      "/assets/../../package.json",
      "/%2e%2e/package.json",
      "//etc/passwd.txt",
    ]) {
      expect((await client.raw({ path })).status, path).toBe(404)
    }
  })
})

describe("bound to anything else, the server", () => {
  it("lets nobody in without its token", async () => {
    const { demo, client } = await temporaryDemo({ host: "0.0.0.0" })
    expect(demo.token).toMatch(/^[\w-]{43}$/)
    expect(demo.address).toContain(`?token=${demo.token}`)
    const attempts: [string, Record<string, string>][] = [
      ["/", {}],
      ["/api/status", {}],
      ["/doc", {}],
      ["/api/status?token=wrong", {}],
      ["/api/status", { Authorization: "Bearer wrong" }],
      ["/api/status", { Cookie: `session-demo-${demo.port}=` }],
      ["/api/status", { Cookie: `session-demo-${demo.port + 1}=${demo.token}` }],
    ]
    for (const [path, headers] of attempts) {
      const { status, text } = await client.raw({ path, headers })
      expect([status, JSON.parse(text).code], path).toEqual([401, "unauthorized"])
      expect(text).not.toContain(demo.token)
    }
    const posted = await client.raw({ method: "POST", path: `/api/sessions?token=${demo.token}`, body: "{}" })
    expect(posted.status).toBe(401)
  })

  it("takes the token once from the address and makes a cookie of it, which no script reads", async () => {
    const { demo, client } = await temporaryDemo({ host: "0.0.0.0" })
    const entered = await client.raw({ path: `/?token=${demo.token}` })
    expect(entered.status).toBe(303)
    expect(entered.headers.location).toBe("/")
    const cookie = String(entered.headers["set-cookie"])
    expect(cookie).toMatch(/HttpOnly/)
    expect(cookie).toMatch(/SameSite=Strict/)
    const headers = { Cookie: cookie.split(";")[0] ?? "" }
    expect((await client.raw({ path: "/api/status", headers })).status).toBe(200)
    const bearer = { Authorization: `Bearer ${demo.token}` }
    expect((await client.raw({ path: "/api/status", headers: bearer })).status).toBe(200)
    // The token does not make another name right.
    expect((await client.raw({ path: "/api/status", headers: { ...bearer, Host: "rebound.example" } })).status).toBe(
      403,
    )
  })

  it("goes by the addresses of its machine", async () => {
    const { demo } = await temporaryDemo({ host: "0.0.0.0" })
    const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? [])
    const client = new DemoClient(`http://127.0.0.1:${demo.port}`)
    for (const { address, family } of addresses) {
      const Host = `${family === "IPv6" ? `[${address}]` : address}:${demo.port}`
      expect((await client.raw({ path: "/api/status", headers: { Host } })).status, Host).toBe(401)
    }
  })
})
