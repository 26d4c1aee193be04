import { once } from "node:events"
import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { rawRequest } from "session-test-support/raw-request"
import { describe, expect, it, onTestFinished } from "vitest"
import { memoryStore, temporaryServer } from "../../test/support/temporary-web.ts"
import { createSessionWeb } from "./create-session-web.ts"

describe("serveSessionWeb", () => {
  it("is reached from this machine only unless another host is asked for, and asks for no token there", async () => {
    const { served } = await temporaryServer()
    expect(served.address).toBe(`http://127.0.0.1:${served.port}/`)
    expect(served.token).toBeNull()
  })

  it("takes the next port when another server has the wanted one, instead of failing", async () => {
    const other = createServer().listen(0, "127.0.0.1")
    onTestFinished(() => void other.close())
    await once(other, "listening")
    // A server that listens on a port has such an address.
    const { port } = other.address() as AddressInfo
    const { served } = await temporaryServer({ port })
    expect(served.port).toBeGreaterThan(port)
  })

  it("serves the page that is in the package", async () => {
    const { address } = await temporaryServer()
    const { status, text, headers } = await rawRequest(address, { path: "/" })
    expect(status).toBe(200)
    expect(headers["content-type"]).toBe("text/html; charset=utf-8")
    const [, script = ""] = /<script type="module"[^>]* src="(\/assets\/[^"]+)"/.exec(text) ?? []
    expect((await rawRequest(address, { path: script })).headers["content-type"]).toBe("text/javascript; charset=utf-8")
  })

  it("ends although a page still follows the changes, and leaves the store to its owner", async () => {
    const { served, store, address } = await temporaryServer()
    const stream = await fetch(new URL("/api/events", address))
    expect(stream.status).toBe(200)
    await served.close()
    await expect(fetch(address)).rejects.toThrow()
    expect((await store.sessions.list()).sessions).toEqual([])
    await stream.body?.cancel().catch(() => {})
  })
})

describe("createSessionWeb", () => {
  it("says which option is missing for a store of all projects, and shows the project that it names", async () => {
    const store = memoryStore().allProjects()
    await expect(createSessionWeb({ store })).rejects.toMatchObject({
      code: "invalid_input",
      hint: expect.stringContaining("`project`"),
    })
    const web = await createSessionWeb({ store, project: "gadget" })
    expect(web.status.project).toEqual({ id: "gadget", name: "gadget" })
    await web.close()
  })

  it("wants its token in a server of the application's own, too", async () => {
    const web = await createSessionWeb({ store: memoryStore(), token: "secret" })
    const request = (headers: Record<string, string>) =>
      web.fetch(new Request("http://127.0.0.1/api/status", { headers: { Host: "127.0.0.1", ...headers } }))
    expect((await request({})).status).toBe(401)
    expect((await request({ Authorization: "Bearer secret" })).status).toBe(200)
    await web.close()
  })
})
