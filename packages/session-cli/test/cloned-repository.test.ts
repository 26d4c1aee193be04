import { existsSync, mkdirSync, writeFileSync } from "node:fs"
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

/** A bare repository as plain files, as a clone can bring it. Its HEAD is a commit that is not there. */
function writeRepository(path: string, config: string): void {
  for (const name of ["refs/heads", "objects/info"]) mkdirSync(join(path, name), { recursive: true })
  write(join(path, "HEAD"), "ref: refs/heads/master\n")
  write(join(path, "refs", "heads", "master"), "1234567890123456789012345678901234567890\n")
  write(join(path, "config"), config)
}

test("an import in a cloned repository runs nothing of the repository's", async () => {
  await using command = await CommandLine.create()
  const mark = join(command.root, "RAN")
  writeRepository(
    command.directory,
    `[core]
	repositoryformatversion = 1
	bare = true
	sshCommand = "touch '${mark}'; false"
[extensions]
	partialClone = origin
[remote "origin"]
	url = git@example.invalid:x/y.git
	promisor = true
`,
  )
  const session = {
    info: {
      id: "ses_a1",
      projectID: "abcdef0123456789",
      title: "t",
      version: "1",
      directory: "/x",
      time: { created: 1, updated: 2 },
    },
    messages: [],
  }
  write(join(command.directory, "session.json"), session)
  const { status, stdout } = await command.run("import", "session.json")
  expect(stdout).toContain("1 new")
  expect(status).toBe(0)
  expect(existsSync(mark)).toBe(false)
})

test("a clone whose repository claims the whole disk as its folder still needs trust to write outside of itself", async () => {
  await using command = await CommandLine.create()
  writeRepository(command.directory, "[core]\n\tbare = false\n\tworktree = /\n")
  const outside = join(command.root, "outside")
  const path = write(join(command.directory, "opencode.json"), { data: { directory: outside } })
  const { status, stderr } = await command.run("list")
  expect(status).toBe(4)
  expect(stderr).toContain(`opencode-session config trust ${path}`)
  expect(existsSync(outside)).toBe(false)
})

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
