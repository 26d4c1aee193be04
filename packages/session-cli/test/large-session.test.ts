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
