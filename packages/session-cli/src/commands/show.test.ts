import { customPart } from "@opencode/session-core"
import { expect, test } from "vitest"
import { CommandLine, harmful, hostileText } from "../../test/command-line.ts"

const output = Array.from({ length: 40 }, (_, line) => `line ${line}`).join("\n")

const conversation = (commandLine: CommandLine) =>
  commandLine.fill(async (store) => {
    const session = await store.sessions.create({
      title: "Fix the parser",
      todos: [{ content: "Write a test", status: "completed" }],
    })
    await store.messages.append(session.id, { role: "user", parts: [{ type: "text", text: "why does it fail?" }] })
    const reply = store.messages.stream(session.id, {
      role: "assistant",
      model: { providerId: "fake", modelId: "one" },
    })
    reply.reasoning("It may be the lexer.")
    reply.part({
      type: "tool",
      tool: "bash",
      callID: "call_1",
      state: { status: "completed", input: { command: "npm test" }, output },
    })
    reply.text("Because of the lexer.")
    await reply.complete({ usage: { input: 1200, output: 30, cost: 0.25 } })
    return session
  })

test("a person can read a whole session: who said what, what was done, what it took", async () => {
  await using commandLine = await CommandLine.create()
  const session = await conversation(commandLine)
  const { status, stdout } = await commandLine.run("show", session.id)
  expect(status).toBe(0)
  for (const part of ["Fix the parser", session.id, "alice@laptop", "[x] Write a test", "why does it fail?"]) {
    expect(stdout).toContain(part)
  }
  for (const part of [
    "It may be the lexer.",
    "▸ bash",
    "npm test",
    "Because of the lexer.",
    "1.2k in, 30 out, $0.2500",
  ]) {
    expect(stdout).toContain(part)
  }
})

test("a long tool output does not bury the conversation, and --full shows all of it", async () => {
  await using commandLine = await CommandLine.create()
  await conversation(commandLine)
  const short = await commandLine.run("show", "last")
  expect(short.stdout).toContain("line 5")
  expect(short.stdout).not.toContain("line 6")
  expect(short.stdout).toContain("… 34 more lines")
  const full = await commandLine.run("show", "last", "--full")
  expect(full.stdout).toContain("line 39")
})

test("a script gets the session and all its messages as one JSON value", async () => {
  await using commandLine = await CommandLine.create()
  const { id } = await conversation(commandLine)
  const shown = await commandLine.json("show", id)
  expect(shown.session.id).toBe(id)
  expect(shown.messages.map((message: { role: string }) => message.role)).toEqual(["user", "assistant"])
  expect(shown.messages[1].parts[1].data.state.output).toBe(output)
  expect(shown.nextCursor).toBeNull()
})

test("a page of a long session tells how to go on, and --last shows its end", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const { id } = await store.sessions.create()
    for (const text of ["one", "two", "three"]) {
      await store.messages.append(id, { role: "user", parts: [{ type: "text", text }] })
    }
  })
  const texts = (shown: { messages: { parts: { data: { text: string } }[] }[] }) =>
    shown.messages.map((message) => message.parts[0]?.data.text)
  const first = await commandLine.json("show", "last", "--limit", "2")
  expect(texts(first)).toEqual(["one", "two"])
  expect(texts(await commandLine.json("show", "last", "--cursor", first.nextCursor))).toEqual(["three"])
  expect(texts(await commandLine.json("show", "last", "--last", "2"))).toEqual(["two", "three"])
})

test("an interrupted message, an error and what was reverted can be told from the rest", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const { id } = await store.sessions.create()
    const interrupted = store.messages.stream(id, { role: "assistant" })
    interrupted.text("I was about to")
    await interrupted.flush()
    await store.messages.stream(id, { role: "assistant" }).fail({ name: "APIError", data: { message: "overloaded" } })
    const { id: messageID } = await store.messages.append(id, { role: "user", parts: [{ type: "text", text: "no" }] })
    await store.sessions.update(id, { metadata: { opencode: { revert: { messageID } } } })
  })
  const { stdout } = await commandLine.run("show", "last")
  const messages = stdout.split(/\n\n(?=assistant|user)/)
  expect(messages[1]).toContain("interrupted")
  expect(messages[1]).not.toContain("reverted")
  expect(messages[2]).toContain("! APIError: overloaded")
  expect(messages[3]).toContain("(reverted)")
})

test("nothing that a model, a tool or a file name says can take over the terminal", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const { id } = await store.sessions.create({
      title: hostileText,
      directory: hostileText,
      agent: hostileText,
      model: { providerId: hostileText, modelId: hostileText },
      todos: [{ content: hostileText, status: hostileText, priority: hostileText }],
    })
    await store.messages.append(id, {
      role: "assistant",
      agent: hostileText,
      error: { name: hostileText, data: { message: hostileText } },
      parts: [
        { type: "text", text: hostileText },
        { type: "text", text: `half \ud800 of a pair`, synthetic: true },
        { type: "reasoning", text: hostileText },
        { type: "file", mime: hostileText, url: hostileText, filename: hostileText },
        { type: "patch", hash: "1", files: [hostileText] },
        { type: "subtask", agent: hostileText, prompt: hostileText },
        customPart("made-up", { [hostileText]: hostileText }),
        {
          type: "tool",
          tool: hostileText,
          callID: "1",
          state: {
            status: "error",
            title: hostileText,
            input: { [hostileText]: hostileText },
            output: hostileText,
            error: hostileText,
          },
        },
      ],
    })
  })
  for (const options of [[], ["--full"], ["--json"]]) {
    const { status, stdout } = await commandLine.run("show", "last", ...options)
    expect(status).toBe(0)
    expect(stdout).not.toMatch(harmful)
    expect(stdout.isWellFormed()).toBe(true)
  }
  const colours = await commandLine.run("show", "last", "--no-color")
  expect(colours.stdout).not.toContain("\u001b")
})

test("a session is found by the beginning of its id, and never taken for another that begins alike", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    for (const id of ["ses_abc1", "ses_abc2", "ses_xyz1"]) await store.sessions.create({ id, title: `Title of ${id}` })
  })
  for (const reference of ["ses_x", "xyz", "xyz1"]) {
    expect((await commandLine.json("show", reference)).session.id).toBe("ses_xyz1")
  }
  expect((await commandLine.run("show", "ses_X")).status).toBe(3)
  const ambiguous = await commandLine.run("show", "ses_abc")
  expect(ambiguous.status).toBe(2)
  expect(ambiguous.stderr).toContain("ses_abc1 (Title of ses_abc1)")
  expect(ambiguous.stderr).toContain("ses_abc2 (Title of ses_abc2)")
})

test("a session that is not here ends with exit code 3 and says where was looked", async () => {
  await using commandLine = await CommandLine.create()
  const missing = await commandLine.run("show", "ses_nothing", "--json")
  expect(missing).toMatchObject({ status: 3, stdout: "" })
  expect(JSON.parse(missing.stderr).error).toMatchObject({
    code: "not_found",
    hint: expect.stringContaining("the project my-app"),
  })
  expect((await commandLine.run("show", "last")).status).toBe(3)
})
