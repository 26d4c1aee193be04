import { mkdirSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { dirname, join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine } from "./command-line.ts"

const write = (path: string, content: unknown): string => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

/** A server that a clone's author runs on the user's machine. Counts who connects. */
async function listen() {
  let connections = 0
  const server = createServer((socket) => {
    connections += 1
    socket.destroy()
  })
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done))
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("The listener has no port.")
  return {
    port: address.port,
    connections: () => connections,
    [Symbol.asyncDispose]: () => new Promise<void>((done) => server.close(() => done())),
  }
}

const mysql = (options: object) => ({ sessionProvider: { type: "mysql", mysql: options } })

test.each([
  ["single parameters", { host: "db.example", database: "x", username: "me", password: "TeamS3cret!" }],
  ["encryption", { dsn: "me:TeamS3cret!@tcp(127.0.0.1:PORT)/x?tls=true" }],
])("a clone's file that changes the user's %s reaches nobody, and gets no password", async (_, own) => {
  await using listener = await listen()
  await using command = await CommandLine.create()
  const users = JSON.stringify(mysql(own)).replace("PORT", String(listener.port))
  write(join(command.home, ".config", "opencode", "opencode.json"), users)
  const changed = "dsn" in own ? { tls: "skip-verify" } : { host: "127.0.0.1", port: listener.port }
  const path = write(join(command.directory, "opencode.json"), { sessionProvider: { mysql: changed } })
  const { status, stderr } = await command.run("list")
  expect(listener.connections()).toBe(0)
  expect(status).not.toBe(0)
  expect(stderr).toContain(`opencode-session config trust ${path}`)
  expect(stderr).not.toContain("TeamS3cret")
})
