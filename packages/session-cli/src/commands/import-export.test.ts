import { readdir, readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { CommandLine, finished, harmful, hostileText } from "../../test/command-line.ts"

const fill = (commandLine: CommandLine, count: number) =>
  commandLine.fill(async (store) => {
    for (let number = 0; number < count; number += 1) {
      const { id } = await store.sessions.create({ title: `Session ${number}` })
      await store.messages.append(id, { role: "user", parts: [{ type: "text", text: hostileText }] })
    }
  })

test("what was exported comes back whole in another place, and importing it again changes nothing", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 3)
  const exported = await commandLine.run("export", "-o", "backup.jsonl")
  expect(exported.status).toBe(0)
  const file = join(commandLine.directory, "backup.jsonl")
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const elsewhere = ["--data-directory", join(commandLine.root, "elsewhere")]
  const first = await commandLine.run("import", "backup.jsonl", ...elsewhere)
  expect(first.status).toBe(0)
  expect(first.stdout).toContain("3 new, 0 updated, 0 unchanged")
  const again = await commandLine.json("import", file, ...elsewhere)
  expect(again).toMatchObject({ format: "json-lines", sessions: { created: 0, unchanged: 3 } })
  const { sessions } = await commandLine.json("list")
  expect((await commandLine.json("list", ...elsewhere)).sessions).toEqual(sessions)
  const [{ id }] = sessions
  expect(await commandLine.json("show", id, ...elsewhere)).toEqual(await commandLine.json("show", id))
})

test("an export to a pipe is the same as one to a file", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 2)
  const { stdout } = await commandLine.run("export")
  await commandLine.json("export", "-o", "backup.jsonl")
  const withoutTime = (text: string) => text.replace(/"exportedAt":\d+/, "")
  expect(withoutTime(stdout)).toBe(withoutTime(await readFile(join(commandLine.directory, "backup.jsonl"), "utf8")))
})

test("OpenCode's format is for one session, and for the one that was named", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 2)
  const { stdout, status } = await commandLine.run("export", "last", "--format", "opencode")
  expect(status).toBe(0)
  expect(JSON.parse(stdout).info.title).toBe("Session 1")
  expect((await commandLine.run("export", "--format", "opencode")).status).toBe(2)
  expect((await commandLine.run("export", "--format", "xml")).status).toBe(2)
  expect((await commandLine.run("export", "ses_nothing")).status).toBe(3)
  expect((await commandLine.run("export", "-o", "nowhere/backup.jsonl")).status).toBe(3)
})

test("an export for OpenCode is of the generation that is to import it", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 1)
  const exported = async (...options: string[]) =>
    JSON.parse((await commandLine.run("export", "last", ...options)).stdout)
  const first = await exported("--format", "opencode", "--for", "1")
  expect(first).toMatchObject({
    info: { directory: "" },
    messages: [{ info: { role: "user" }, parts: [{ type: "text" }] }],
  })
  const second = { info: { location: { directory: "/" } }, messages: [{ type: "user" }] }
  expect(await exported("--format", "opencode", "--for", "2")).toMatchObject(second)
  expect(await exported("--format", "opencode")).toMatchObject(second)
  expect(await exported("--format", "opencode2")).toMatchObject(second)
  expect((await commandLine.run("export", "last", "--for", "2")).status).toBe(2)
  expect((await commandLine.run("export", "last", "--format", "opencode", "--for", "3")).status).toBe(2)
})

test("what is handed on is without secrets, and says how many there were, never which", async () => {
  await using commandLine = await CommandLine.create()
  const secret = "DB_PASSWORD=correcthorse"
  await commandLine.fill(async (store) => {
    const { id } = await store.sessions.create({ id: "ses_secret", title: "Secrets" })
    const url = `data:text/plain;base64,${Buffer.from(secret).toString("base64")}`
    await store.messages.append(id, {
      role: "user",
      parts: [
        { type: "text", text: `Use ${secret}, in ${commandLine.home}/notes.md` },
        { type: "file", mime: "text/plain", url },
      ],
    })
  })
  for (const format of ["jsonl", "opencode", "opencode2", "markdown", "html"]) {
    const options = ["export", "last", "--format", format, "--redact", "secrets,paths"]
    const { stdout, stderr, status } = await commandLine.run(...options)
    expect(status, stderr).toBe(0)
    expect(stdout, format).toContain("[redacted:password]")
    expect(stdout + stderr, format).not.toMatch(/correcthorse|notes\.md/)
    expect(stdout).not.toContain(Buffer.from(secret).toString("base64"))
    expect(stderr, format).toBe("Left out: 2 × password, 1 × path.\n")
    const file = `redacted.${format}`
    expect((await commandLine.json(...options, "-o", file)).redacted, format).toEqual({ password: 2, path: 1 })
  }
  const onOutput = await commandLine.run("export", "last", "--redact", "all", "--json")
  expect(onOutput.stdout).not.toMatch(/correcthorse|Secrets/)
  expect(JSON.parse(onOutput.stderr).redacted.text).toBeGreaterThan(1)
  expect((await commandLine.run("export", "last", "--redact", "names")).status).toBe(2)
})

test("an export of which something was left out never takes the place of what is whole", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    await store.sessions.create({ id: "ses_real", title: "Real" })
    await store.messages.append("ses_real", { role: "user", parts: [{ type: "text", text: "A real question" }] })
  })
  const elsewhere = ["--data-directory", join(commandLine.root, "elsewhere")]
  await commandLine.json("export", "-o", "whole.jsonl")
  await commandLine.json("import", "whole.jsonl", ...elsewhere)
  await commandLine.fill((store) =>
    store.messages.append("ses_real", { role: "user", parts: [{ type: "text", text: "Another one" }] }),
  )
  await commandLine.run("export", "-o", "redacted.jsonl", "--redact", "all")
  const { status, stderr } = await commandLine.run("import", "redacted.jsonl", ...elsewhere)
  expect([status, stderr]).toEqual([6, expect.stringContaining("parts of it are left out")])
  const shown = await commandLine.run("show", "ses_real", ...elsewhere)
  expect(shown.stdout).toContain("A real question")
  const fresh = ["--data-directory", join(commandLine.root, "fresh")]
  expect((await commandLine.run("import", "redacted.jsonl", ...fresh)).status).toBe(0)
})

test("a session can be read and pasted: as one Markdown file, or one HTML file", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 2)
  const { stdout } = await commandLine.run("export", "last", "--format", "markdown")
  expect(stdout).toMatch(/^# Session 1\n/)
  const all = await commandLine.run("export", "--format", "markdown")
  expect(all.stdout.match(/^# Session \d$/gm)?.sort()).toEqual(["# Session 0", "# Session 1"])
  await commandLine.json("export", "last", "--format", "html", "-o", "session.html")
  const html = await readFile(join(commandLine.directory, "session.html"), "utf8")
  expect(html).toMatch(/^<!doctype html>.*<h1>Session 1<\/h1>.*<\/html>\n$/s)
})

test("a file that is none of ours is refused, with its name and without what is in it", async () => {
  await using commandLine = await CommandLine.create()
  expect((await commandLine.run("import", "nothing.db")).status).toBe(3)
  const name = "evil\u001b]0;title\u0007.db"
  await writeFile(join(commandLine.directory, name), "not what it seems")
  const { status, stderr } = await commandLine.run("import", name, "--json")
  expect(status).toBe(2)
  expect(stderr.trimEnd()).not.toMatch(harmful)
  expect(JSON.parse(stderr).error.message).toContain(name)
  expect((await commandLine.run("import", name)).stderr).toContain("evil\\u001b]0;title\\u0007.db")
})

test("a session that went on in both places is not overwritten, and exit code 6 tells", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 1)
  const elsewhere = ["--data-directory", join(commandLine.root, "elsewhere")]
  await commandLine.json("export", "-o", "first.jsonl")
  await commandLine.json("import", "first.jsonl", ...elsewhere)
  await commandLine.json("rename", "last", "Here")
  await commandLine.json("rename", "last", "There", ...elsewhere)
  await commandLine.json("export", "-o", "second.jsonl")
  const { status, stderr } = await commandLine.run("import", "second.jsonl", ...elsewhere)
  expect(status).toBe(6)
  expect(stderr).toContain("skipped session")
  expect((await commandLine.json("show", "last", ...elsewhere)).session.title).toBe("There")
})

test("Ctrl-C in the middle of an import leaves whole sessions, and the next run completes it", async () => {
  await using commandLine = await CommandLine.create()
  const count = 1500
  await fill(commandLine, count)
  await commandLine.json("export", "-o", "backup.jsonl")
  await using target = await CommandLine.create()
  const child = target.start(["import", join(commandLine.directory, "backup.jsonl"), "--json"])
  const ended = finished(child)
  {
    await using store = await target.store()
    while (child.exitCode === null && (await store.statistics()).sessions === 0) {
      // Each turn asks the database anew.
    }
  }
  child.kill("SIGINT")
  const { status, stderr, stdout } = await ended
  expect({ status, stdout }).toEqual({ status: 130, stdout: "" })
  expect(JSON.parse(stderr).error.code).toBe("interrupted")
  const { sessions } = await target.json("list", "--limit", "1000")
  expect(sessions.length).toBeGreaterThan(0)
  for (const { messageCount } of sessions.slice(1)) expect(messageCount).toBe(1)
  await target.json("import", join(commandLine.directory, "backup.jsonl"))
  const { statistics } = await target.json("stats")
  expect(statistics).toMatchObject({ sessions: count, messages: count })
})

test("an export that is interrupted leaves nothing beside the former one", async () => {
  await using commandLine = await CommandLine.create()
  await fill(commandLine, 300)
  await writeFile(join(commandLine.directory, "backup.jsonl"), "the former one")
  const child = commandLine.start(["export", "-o", "backup.jsonl"])
  const ended = finished(child)
  while (child.exitCode === null && (await readdir(commandLine.directory)).length === 1) {
    // Each turn looks at the folder anew.
  }
  child.kill("SIGINT")
  const { status } = await ended
  expect(await readdir(commandLine.directory)).toEqual(["backup.jsonl"])
  const content = await readFile(join(commandLine.directory, "backup.jsonl"), "utf8")
  // Whichever was faster.
  if (status === 130) expect(content).toBe("the former one")
  else expect(content.split("\n").at(-2)).toContain(`"type":"end"`)
})
