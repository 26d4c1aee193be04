import { execFileSync } from "node:child_process"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine } from "./command-line.ts"

const alias = "github.com/me/mine"

/** An export by somebody else, of a project that claims `alias` as one of its names. */
async function foreignExport(): Promise<{ file: string; other: CommandLine }> {
  const other = await CommandLine.create()
  await other.fill(async (store) => {
    await store.sessions.create({ title: "please import" })
    await store.projects.put({ id: "my-app", name: "other", aliases: [alias], createdAt: 1 })
  })
  const file = join(other.root, "export.jsonl")
  await other.json("export", "-o", file)
  return { file, other }
}

test("an import cannot take over the project of the folder: its sessions would be gone from the list", async () => {
  const { file, other } = await foreignExport()
  await using _ = other
  await using command = await CommandLine.create()
  execFileSync("git", ["init", "--quiet", command.directory])
  execFileSync("git", ["-C", command.directory, "remote", "add", "origin", "https://github.com/me/mine"])
  await command.fill((store) => store.allProjects().sessions.create({ projectId: alias, title: "my work" }))
  const { status, stdout, stderr } = await command.run("import", file)
  expect(status).toBe(6)
  expect(stdout).toContain("1 new")
  expect(stderr).toContain(`left out the alias ${alias} of my-app`)
  expect((await command.json("list")).sessions).toMatchObject([{ title: "my work" }])
})

test("a copy to a database of several people cannot hide the sessions of a colleague's folder of the same name", async () => {
  await using team = await CommandLine.create()
  await team.fill((store) => store.sessions.create({ title: "the colleague's" }))
  await using command = await CommandLine.create()
  await command.fill((store) => store.sessions.create({ title: "mine" }))
  await command.json("projects", "merge", "my-app", alias)
  const { status, stdout } = await command.run("copy", "--all-projects", "--to", team.databaseFile, "--json")
  expect(status).toBe(6)
  expect(JSON.parse(stdout)).toMatchObject({
    sessions: { created: 1 },
    leftOutAliases: [{ projectId: alias, alias: "my-app" }],
  })
  expect((await team.json("list")).sessions).toMatchObject([{ title: "the colleague's" }])
  expect((await team.json("projects")).projects).toMatchObject([
    { id: alias, aliases: [] },
    { id: "my-app", aliases: [] },
  ])
})

test("a copy of one project goes where that project was merged to at the target", async () => {
  await using team = await CommandLine.create()
  await team.fill((store) => store.projects.put({ id: alias, name: "mine", aliases: ["my-app"], createdAt: 1 }))
  await using command = await CommandLine.create()
  await command.fill((store) => store.sessions.create({ title: "mine" }))
  expect(await command.json("copy", "--to", team.databaseFile)).toMatchObject({ sessions: { created: 1 } })
  expect((await team.json("list")).sessions).toMatchObject([{ title: "mine", projectId: alias }])
})

test("an alias is shown, and can be taken back", async () => {
  await using command = await CommandLine.create()
  await command.fill((store) => store.sessions.create({ title: "moved" }))
  await command.json("projects", "merge", "my-app", alias)
  expect((await command.json("list")).sessions).toHaveLength(1)
  expect((await command.run("projects")).stdout).toContain("\tmy-app\n")
  expect(await command.json("projects", "unalias", "my-app")).toEqual({ alias: "my-app", projectId: alias })
  expect((await command.json("list")).sessions).toHaveLength(0)
  expect((await command.json("projects")).projects).toMatchObject([{ id: alias, aliases: [], sessionCount: 1 }])
  expect((await command.run("projects", "unalias", "my-app")).status).toBe(3)
})
