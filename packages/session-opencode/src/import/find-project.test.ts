import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { copyFile, mkdir } from "node:fs/promises"
import { join } from "node:path"
import Sqlite from "better-sqlite3"
import { describe, expect, test } from "vitest"
import { openMemoryStore, temporaryFolder } from "../../test/support/stores.ts"
import { remoteIdsOf } from "../project/open-code-project-id.ts"
import { relativeTo } from "../values/relative-to.ts"
import { importSource } from "./import-source.ts"

const database = join(import.meta.dirname, "../../../../apps/demo/sample/opencode.db")
const session = "ses_dfdc781d6ffe6QefCAN16c2L61"
const sampleProject = "15d496110225279d2e4a9de77d7faa2c20d7aadb"
const sha1 = (text: string) => createHash("sha1").update(text).digest("hex")

/** The sample with another project. */
async function sampleOf(id: string, worktree = "/srv/team/sample/widget"): Promise<string> {
  const file = join(await temporaryFolder(), "opencode.db")
  await copyFile(database, file)
  const changed = new Sqlite(file)
  changed.pragma("foreign_keys = OFF")
  changed.prepare("UPDATE project SET id = ?, worktree = ?").run(id, worktree)
  changed.prepare("UPDATE session SET project_id = ?, directory = ?").run(id, `${worktree}/packages/a`)
  changed.close()
  return file
}

async function repository(remote: string): Promise<string> {
  const folder = join(await temporaryFolder(), "checkout")
  await mkdir(folder)
  execFileSync("git", ["init", "-q", folder])
  execFileSync("git", ["-C", folder, "remote", "add", "origin", remote])
  return folder
}

describe("the project of imported sessions", () => {
  test("is the current folder's when OpenCode's hash is that of its remote, however the remote is spelled", async () => {
    const file = await sampleOf(sha1("git-remote:github.com/Team/Widget"))
    for (const remote of ["git@github.com:Team/Widget.git", "https://me:SECRET@GitHub.com/Team/Widget/"]) {
      const store = await openMemoryStore()
      const report = await importSource(store, file, { directory: await repository(remote) })
      expect(report.projects).toEqual([{ id: "github.com/team/widget", sessions: 7, source: "current-folder" }])
      expect(await store.sessions.require(session)).toMatchObject({ directory: "packages/a" })
    }
  })

  test("is the current folder's when OpenCode had only its first commit to go by", async () => {
    const folder = await repository("https://example.org/o/r")
    const identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    execFileSync("git", ["-C", folder, ...identity, "commit", "-q", "--allow-empty", "-m", "first"])
    const root = execFileSync("git", ["-C", folder, "rev-parse", "HEAD"], { encoding: "utf8" }).trim()
    const report = await importSource(await openMemoryStore(), await sampleOf(root), { directory: folder })
    expect(report.projects).toEqual([{ id: "example.org/o/r", sessions: 7, source: "current-folder" }])
  })

  test("is found in the folder that the sessions ran in, when that is still there", async () => {
    const worktree = await repository("https://example.org/o/r")
    const file = await sampleOf(sha1("anything"), worktree)
    const report = await importSource(await openMemoryStore(), file, { directory: await temporaryFolder() })
    expect(report.projects).toEqual([{ id: "example.org/o/r", sessions: 7, source: "worktree" }])
  })

  test("has a name of its own when nothing matches, and is found again after it was merged into the right one", async () => {
    const store = await openMemoryStore()
    const directory = await temporaryFolder()
    const first = await importSource(store, database, { directory })
    expect(first.projects).toEqual([{ id: "widget", sessions: 7, source: "own-name" }])
    await store.projects.merge("widget", "github.com/team/widget")
    await store.sessions.purge(session)
    const second = await importSource(store, database, { directory })
    expect(second.projects).toEqual([{ id: "github.com/team/widget", sessions: 7, source: "imported-before" }])
    expect((await store.sessions.require(session)).projectId).toBe("github.com/team/widget")
  })

  test("follows a merge, whichever way the project was found: its sessions are seen where the others are", async () => {
    const store = await openMemoryStore()
    await store.projects.put({ id: "team/widget", name: "widget", aliases: ["given", "example.org/o/r"], createdAt: 1 })
    const directory = await repository("https://example.org/o/r")
    const given = await importSource(store, database, { directory, project: "given" })
    expect(given.projects).toMatchObject([{ id: "team/widget", source: "given" }])
    const file = await sampleOf(sha1("git-remote:example.org/o/r"))
    await store.sessions.purge(session)
    const found = await importSource(store, file, { directory })
    expect(found.projects).toMatchObject([{ id: "team/widget" }])
    expect((await store.projects.list()).map(({ id }) => id)).toEqual(["team/widget"])
  })

  test("does not mix with another project of the same name", async () => {
    const store = await openMemoryStore()
    await store.sessions.create({ projectId: "widget" })
    const report = await importSource(store, database, { directory: await temporaryFolder() })
    expect(report.projects).toEqual([{ id: `opencode-${sampleProject.slice(0, 12)}`, sessions: 7, source: "own-name" }])
  })

  test("of sessions outside of git is not taken for the top of the disk, nor do they follow another's to where those went", async () => {
    const file = await sampleOf("global", "/")
    const store = await openMemoryStore()
    const directory = await temporaryFolder()
    const first = await importSource(store, file, { directory })
    expect(first.projects).toEqual([{ id: expect.stringMatching(/^a-\w{8}$/), sessions: 7, source: "own-name" }])
    await store.projects.merge(String(first.projects[0]?.id), "scratch-of-ann")
    await store.sessions.purge(session)
    await importSource(store, file, { directory })
    expect((await store.sessions.require(session)).projectId).not.toBe("scratch-of-ann")
  })

  test("of sessions outside of git is that of the folder in which each ran", async () => {
    const file = await sampleOf("global", "/")
    const [notes, site] = [join(await temporaryFolder(), "notes"), join(await temporaryFolder(), "site")]
    await mkdir(join(notes, "sub"), { recursive: true })
    await mkdir(site)
    const changed = new Sqlite(file)
    const ids = changed.prepare("SELECT id FROM session ORDER BY id").pluck().all()
    for (const [index, folder] of [notes, site, "/gone/elsewhere"].entries()) {
      changed.prepare("UPDATE session SET directory = ? WHERE id = ?").run(folder, ids[index])
    }
    changed.close()
    const store = await openMemoryStore()
    await importSource(store, file, { directory: await temporaryFolder() })
    const projectOf = async (index: number) => (await store.sessions.require(String(ids[index]))).projectId
    expect([await projectOf(0), await projectOf(1)]).toEqual(["notes", "site"])
    expect(await projectOf(2)).toMatch(/^elsewhere-/)
    const again = await importSource(store, file, { directory: await temporaryFolder() })
    expect(again.sessions).toMatchObject({ unchanged: 7 })
  })

  test("that was moved is found by the folder of its sessions, from which their place in it is told", async () => {
    const folder = await repository("https://example.org/o/moved")
    await mkdir(join(folder, "packages/a"), { recursive: true })
    const file = await sampleOf("abc", "/gone/old")
    const changed = new Sqlite(file)
    changed.prepare("UPDATE session SET directory = ?").run(join(folder, "packages/a"))
    changed.close()
    const store = await openMemoryStore()
    await importSource(store, file, { directory: await temporaryFolder() })
    const found = await store.sessions.require(session)
    expect(found).toMatchObject({ projectId: "example.org/o/moved", directory: "packages/a" })
  })

  test("to which OpenCode moved a session is followed, unless somebody moved it here", async () => {
    const file = await sampleOf("abc", "/srv/first")
    const store = await openMemoryStore()
    const directory = await temporaryFolder()
    await importSource(store, file, { directory })
    const [moved, movedHere] = (await store.sessions.list()).sessions.map(({ id }) => id)
    await store.apply(String(movedHere), [{ type: "session.move", projectId: "mine" }])
    const changed = new Sqlite(file)
    changed.exec(
      "INSERT INTO project (id, worktree, time_created, time_updated, sandboxes) VALUES ('new', '/srv/second', 1, 1, '[]')",
    )
    changed
      .prepare(
        "UPDATE session SET project_id = 'new', directory = '/srv/second', time_updated = time_updated + 1 WHERE id IN (?, ?)",
      )
      .run(moved, movedHere)
    changed.close()
    expect((await importSource(store, file, { directory })).sessions).toMatchObject({ updated: 2 })
    expect((await store.sessions.require(String(moved))).projectId).toBe("second")
    expect((await store.sessions.require(String(movedHere))).projectId).toBe("mine")
    expect((await importSource(store, file, { directory })).sessions).toMatchObject({ unchanged: 7 })
  })

  test("is the given one for all of a file, or for just the one of several that it stands for", async () => {
    const given = "github.com/team/widget"
    const all = await importSource(await openMemoryStore(), database, {
      directory: await temporaryFolder(),
      project: given,
    })
    expect(all.projects).toEqual([{ id: given, sessions: 7, source: "given" }])
    const file = await sampleOf(sha1(`git-remote:${given}`))
    const changed = new Sqlite(file)
    changed.exec(
      "INSERT INTO project (id, worktree, time_created, time_updated, sandboxes) VALUES ('other', '/srv/other-thing', 1, 1, '[]')",
    )
    changed.prepare("UPDATE session SET project_id = 'other' WHERE id <> ?").run(session)
    changed.close()
    const some = await importSource(await openMemoryStore(), file, {
      directory: await temporaryFolder(),
      project: given,
    })
    expect(some.projects).toHaveLength(2)
    expect(some.projects).toContainEqual({ id: given, sessions: 1, source: "given" })
    expect(some.projects).toContainEqual({ id: "other-thing", sessions: 6, source: "own-name" })
  })

  test("a session that was moved to another project stays there", async () => {
    const store = await openMemoryStore()
    await importSource(store, database, { directory: await temporaryFolder(), project: "a" })
    await store.apply(session, [{ type: "session.move", projectId: "b" }])
    await importSource(store, database, { directory: await temporaryFolder(), project: "a" })
    expect((await store.sessions.require(session)).projectId).toBe("b")
  })
})

test.each([
  ["git@github.com:O/R.git", ["github.com/O/R"]],
  ["ssh://git@Host.Example:2222/o/r.git", ["host.example/o/r", "host.example:2222/o/r"]],
  ["https://user:token@github.com/o/r/", ["github.com/o/r"]],
  ["file:///srv/git/r.git", []],
  ["/srv/git/r.git", []],
])("OpenCode's id of the remote %s is not missed", (url, ids) => {
  expect(remoteIdsOf(url)).toEqual(ids)
})

test.each([
  ["/srv/app", "/srv/app", ""],
  ["/srv/app", "/srv/app/packages/a", "packages/a"],
  ["/srv/app/", "/srv/other", "../other"],
  ["C:\\code\\app", "c:\\code\\app\\src", "src"],
  ["C:\\code", "D:\\x", "D:/x"],
  ["/srv/app", "C:\\x", "C:/x"],
])("a folder keeps its place in the project on every machine: %s, %s", (top, path, expected) => {
  expect(relativeTo(top, path)).toBe(expected)
})
