import { existsSync } from "node:fs"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { openSessionStore } from "@opencode/session-core"
import { expect, it, onTestFinished } from "vitest"
import { provider } from "./index.ts"

/** A folder with what a clone brings, and a home of its own. */
async function clone(mysql: object): Promise<{ directory: string; home: string; marker: string }> {
  const folder = await mkdtemp(join(tmpdir(), "clone-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const directory = join(folder, "project")
  const home = join(folder, "home")
  await mkdir(join(directory, ".git"), { recursive: true })
  await mkdir(home)
  await writeFile(join(directory, "opencode.json"), JSON.stringify({ sessionProvider: { type: "mysql", mysql } }))
  return { directory, home, marker: join(folder, "marker") }
}

const open = ({ directory, home }: { directory: string; home: string }) =>
  openSessionStore({ directory, environment: { HOME: home }, providers: [provider], migrate: false })

it("a clone's passwordCommand does not run", async () => {
  const folders = await clone({})
  const program = `require("fs").writeFileSync(${JSON.stringify(folders.marker)}, "x")`
  const mysql = { dsn: "me@tcp(127.0.0.1:1)/d", passwordCommand: [process.execPath, "-e", program] }
  await writeFile(
    join(folders.directory, "opencode.json"),
    JSON.stringify({ sessionProvider: { type: "mysql", mysql } }),
  )
  await expect(open(folders)).rejects.toMatchObject({
    code: "untrusted_configuration",
    message: expect.stringContaining("passwordCommand"),
  })
  expect(existsSync(folders.marker)).toBe(false)
})

it("a clone's passwordFile is not read: it could send any file of its user to a server on this machine", async () => {
  const folders = await clone({ dsn: "me@tcp(127.0.0.1:1)/d", passwordFile: "/etc/passwd" })
  await expect(open(folders)).rejects.toMatchObject({
    code: "untrusted_configuration",
    message: expect.stringContaining("passwordFile"),
  })
})

it("a clone's server does not get the password of its user's file", async () => {
  const folders = await clone({ dsn: "me@tcp(127.0.0.1:1)/d" })
  const mysql = { passwordFile: "/etc/hostname" }
  await writeFile(join(folders.home, "opencode.json"), JSON.stringify({ sessionProvider: { mysql } }))
  await expect(open(folders)).rejects.toMatchObject({ code: "untrusted_configuration" })
})
