import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { expect, onTestFinished, test } from "vitest"
import { openCodeServer } from "./open-code-api.ts"
import { requireOpenCode } from "./require-open-code.ts"

/** Something that answers as an OpenCode of that version does. */
async function answering(version: string, project: object | null) {
  const server = createServer((request, response) => {
    const isLetIn = request.headers.authorization === `Basic ${Buffer.from("opencode:secret").toString("base64")}`
    if (!isLetIn) return response.writeHead(401).end()
    if (request.url === "/global/health") return response.end(JSON.stringify({ healthy: true, version }))
    if (project !== null) return response.end(JSON.stringify(project))
    return response.writeHead(404).end("Not found")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  // It listens on a port.
  const { port } = server.address() as AddressInfo
  return openCodeServer({ url: `http://127.0.0.1:${port}`, password: "secret" })
}

const project = { id: "abc", worktree: "/home/bob/widget" }

test("an OpenCode that takes sessions says which project it works in", async () => {
  expect(await requireOpenCode(await answering("1.18.33", project))).toEqual(project)
})

test("OpenCode 2.x, and a 1.x from before it took sessions, are refused before anything is written, with what to do", async () => {
  await expect(requireOpenCode(await answering("2.0.1", project))).rejects.toMatchObject({
    ...{ code: "unsupported", message: "OpenCode 2.0.1 takes no sessions by its API." },
    hint: expect.stringContaining("--for 2"),
  })
  await expect(requireOpenCode(await answering("1.2.0", null))).rejects.toMatchObject({
    ...{ code: "unsupported", message: expect.stringContaining("(1.2.0)"), hint: expect.stringContaining("upgrade") },
  })
})

test("a server that has gone is said, without its password", async () => {
  const gone = openCodeServer({ url: "http://127.0.0.1:9", password: "secret" })
  await expect(requireOpenCode(gone)).rejects.toMatchObject({
    ...{ code: "unavailable", message: "OpenCode does not answer at http://127.0.0.1:9." },
  })
})
