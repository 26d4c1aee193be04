import { appendFile, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { CommandLine, finished } from "./command-line.ts"

const megabyte = 1_000_000
const imagesPerMessage = 15
const messages = 4
/** Each message is larger than a page, and two of them are more than the heap. */
const image = (name: string) => ({
  type: "file",
  mime: "image/png",
  filename: `${name}.png`,
  url: `data:image/png;base64,${name.replace("-", "/")}${"A".repeat(2 * megabyte)}`,
})

/** Megabytes. The session has 120. */
const heap = "--max-old-space-size=64"

test("a session that is larger than the memory is shown, exported, imported, copied and forked all the same", async () => {
  const commandLine = await CommandLine.create()
  onTestFinished(() => commandLine[Symbol.asyncDispose]())
  await commandLine.fill(async (store) => {
    await store.sessions.create({ id: "ses_large", title: "Images" })
    for (let index = 0; index < messages; index += 1) {
      const id = `m${index}`
      await store.messages.append("ses_large", { id, role: "user", parts: [{ type: "text", text: `Look at ${id}` }] })
      for (let number = 0; number < imagesPerMessage; number += 1) {
        const { type, ...data } = image(`${id}-${number}`)
        const part = { id: `p${number}`, messageId: id, type, data, createdAt: 1, updatedAt: 1 }
        await store.messages.putPart("ses_large", part)
      }
    }
  })
  const run = async (...commandArguments: string[]) => {
    const result = await finished(commandLine.start(commandArguments, {}, [heap]))
    expect(result, commandArguments.join(" ")).toMatchObject({ status: 0 })
    return result.stdout
  }
  const shown = await run("show", "ses_large")
  expect(shown.match(/file: m\d-\d+\.png/g)).toHaveLength(messages * imagesPerMessage)

  const file = join(commandLine.root, "large.jsonl")
  await run("export", "ses_large", "-o", file)
  const elsewhere = join(commandLine.root, "elsewhere")
  await run("import", file, "--data-directory", elsewhere)
  expect(JSON.parse(await run("list", "--data-directory", elsewhere, "--json")).sessions).toMatchObject([
    { id: "ses_large", messageCount: messages },
  ])

  const openCode = join(commandLine.root, "large.json")
  const { bytes } = JSON.parse(await run("export", "ses_large", "--format", "opencode", "-o", openCode, "--json"))
  expect(bytes).toBeGreaterThan(messages * imagesPerMessage * 2 * megabyte)

  for (const format of ["html", "markdown"]) {
    const file = join(commandLine.root, `large.${format}`)
    const { bytes } = JSON.parse(await run("export", "ses_large", "--format", format, "-o", file, "--json"))
    expect(bytes).toBeGreaterThan(messages * imagesPerMessage * 2 * megabyte)
  }

  const copy = join(commandLine.root, "copy.db")
  expect(JSON.parse(await run("copy", "--to", copy, "--json"))).toMatchObject({ problems: [] })
  await run("fork", "ses_large")
  const { sessions } = JSON.parse(await run("list", "--json"))
  expect(sessions).toMatchObject([{ messageCount: messages }, { messageCount: messages }])
})

const parts = 20_000
const partsPerBatch = 2_000
/** Bytes of each part. Together they are more than the heap; a million parts are for the night. */
const partBytes = 1_500
const smallHeap = "--max-old-space-size=40"

test("a message of very many parts is shown and exported in less memory than it takes", async () => {
  const commandLine = await CommandLine.create()
  onTestFinished(() => commandLine[Symbol.asyncDispose]())
  await commandLine.fill(async (store) => {
    await store.sessions.create({ id: "ses_parts", title: "Parts" })
    await store.messages.append("ses_parts", { id: "m", role: "assistant" })
    for (let from = 0; from < parts; from += partsPerBatch) {
      const changes = Array.from({ length: partsPerBatch }, (_, index) => ({
        type: "part.put" as const,
        part: {
          ...{ id: `p${from + index}`, messageId: "m", type: "file", createdAt: 1, updatedAt: 1 },
          data: { mime: "image/png", filename: `${from + index}.png`, url: `data:,${"A".repeat(partBytes)}` },
        },
      }))
      await store.apply("ses_parts", changes)
    }
  })
  const run = async (...commandArguments: string[]) => {
    const result = await finished(commandLine.start(commandArguments, {}, [smallHeap]))
    expect(result, commandArguments.join(" ")).toMatchObject({ status: 0 })
    return result.stdout
  }
  expect((await run("show", "ses_parts")).match(/file: \d+\.png/g)).toHaveLength(parts)
  const file = join(commandLine.root, "parts.jsonl")
  await run("export", "ses_parts", "-o", file)
  expect((await readFile(file, "utf8")).match(/"filename":/g)).toHaveLength(parts)
})

test("an export of OpenCode that is larger than the memory is imported, message by message", async () => {
  const commandLine = await CommandLine.create()
  onTestFinished(() => commandLine[Symbol.asyncDispose]())
  const info = { id: "ses_open", projectID: "p", title: "Images", directory: "/srv/widget", version: "1.0.0", time: {} }
  const messageOf = (id: string) => {
    const { type, ...data } = image(id)
    return { info: { id, sessionID: info.id, role: "user", time: {} }, parts: [{ id: `${id}-p`, type, ...data }] }
  }
  const file = join(commandLine.root, "session.json")
  await writeFile(file, `{"info":${JSON.stringify(info)},"messages":[`)
  for (let index = 0; index < 25; index += 1) {
    await appendFile(file, `${index === 0 ? "" : ","}${JSON.stringify(messageOf(`m-${index}`))}`)
  }
  await appendFile(file, "]}")
  const result = await finished(commandLine.start(["import", file], {}, [smallHeap]))
  expect(result).toMatchObject({ status: 0 })
  expect((await commandLine.json("list", "--all-projects")).sessions).toMatchObject([{ id: info.id, messageCount: 25 }])
})
