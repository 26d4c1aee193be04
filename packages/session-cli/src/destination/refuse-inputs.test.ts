import { link, mkdir, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"
import { inputsOf } from "./inputs-of.ts"
import { refuseInputs } from "./refuse-inputs.ts"
import { resolveDestination } from "./resolve-destination.ts"

test("a file that is read is known by whatever name, and no export destroys it", async () => {
  await using commandLine = await CommandLine.create()
  const { databaseFile, directory, environment, home, root } = commandLine
  const configuration = join(directory, "opencode.json")
  const own = join(home, "opencode.json")
  await writeFile(configuration, JSON.stringify({ sessionProvider: { project: "my-app" } }))
  await writeFile(own, JSON.stringify({ sessionProvider: { sqlite: { file: databaseFile } } }))
  await using store = await commandLine.store()
  await link(databaseFile, join(root, "hard.db"))
  await symlink(databaseFile, join(root, "link.db"))
  await symlink(join(home, ".opencode"), join(root, "folder"))
  await mkdir(join(root, "elsewhere"))
  const inputs = await inputsOf({ directory, environment }, store)
  const isRefused = async (file: string) =>
    refuseInputs(await resolveDestination(file, directory), inputs).then(
      () => false,
      (error: Error) => error.message.includes("it would be destroyed"),
    )
  for (const file of [
    databaseFile,
    `${databaseFile}-wal`,
    `${databaseFile}-shm`,
    `${databaseFile}-journal`,
    join(root, "hard.db"),
    join(root, "link.db"),
    join(root, "folder", "opencode.db"),
    join(root, "folder", "opencode.db-journal"),
    configuration,
    own,
  ]) {
    expect([file, await isRefused(file)]).toEqual([file, true])
  }
  for (const file of [join(root, "elsewhere", "opencode.db"), join(home, ".opencode", "backup.jsonl")]) {
    expect([file, await isRefused(file)]).toEqual([file, false])
  }
})
