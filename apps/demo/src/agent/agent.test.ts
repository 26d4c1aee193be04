import { createServer } from "node:http"
import { SessionStorageError } from "@opencode/session-core"
import { describe, expect, it, onTestFinished } from "vitest"
import { errorName, ProblemError, textOf } from "../client/demo-client.ts"
import { temporaryDemo } from "../test-support/temporary-demo.ts"
import { chooseModel } from "./choose-model.ts"

const key = "sk-very-secret-0123456789"
const numbersTo = (last: number): string => Array.from({ length: last }, (_, index) => index + 1).join(" ")

/** An endpoint that speaks OpenAI's chat completions: first a tool call, then text; or what it is told to. */
async function startEndpoint(answer?: { status: number; body: string }) {
  const requests: { authorization: string | undefined; body: { messages: { role: string }[]; tools?: unknown[] } }[] =
    []
  const server = createServer(async (incoming, outgoing) => {
    let text = ""
    for await (const chunk of incoming) text += chunk
    requests.push({ authorization: incoming.headers.authorization, body: JSON.parse(text) })
    if (answer !== undefined)
      return outgoing.writeHead(answer.status, { "Content-Type": "application/json" }).end(answer.body)
    outgoing.writeHead(200, { "Content-Type": "text/event-stream" })
    const send = (delta: object, finish: string | null = null, usage?: object) =>
      outgoing.write(
        `data: ${JSON.stringify({ id: "c", object: "chat.completion.chunk", created: 1, model: "m", choices: [{ index: 0, delta, finish_reason: finish }], usage })}\n\n`,
      )
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 30 },
      completion_tokens_details: { reasoning_tokens: 5 },
    }
    if (requests.length === 1) {
      send({ role: "assistant", reasoning_content: "I should write." })
      const call = { name: "write", arguments: JSON.stringify({ path: "poem.txt", content: "Roses" }) }
      send({ tool_calls: [{ index: 0, id: "call_1", type: "function", function: call }] })
      send({}, "tool_calls", usage)
    } else {
      send({ role: "assistant", content: "It is " })
      send({ content: "written." })
      send({}, "stop", usage)
    }
    outgoing.end("data: [DONE]\n\n")
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("It listens on a port.")
  const environment = {
    OPENCODE_DEMO_BASE_URL: `http://127.0.0.1:${address.port}/v1`,
    OPENCODE_DEMO_MODEL: "m",
    OPENCODE_DEMO_API_KEY: key,
  }
  return { requests, environment }
}

describe("the agent", () => {
  it("says what it is when it is offline", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create()
    const reply = await client.ended(id, await client.prompt(id, "What are you?"))
    expect(textOf(reply)).toContain("no language model")
    expect(reply).toMatchObject({ agent: "demo", model: { providerId: "offline", modelId: "rules" }, error: null })
    expect(reply.author).toEqual((await client.status()).author)
    expect((await client.session(id)).usage.output).toBeGreaterThan(10)
  })

  it("speaks with any OpenAI-compatible endpoint: its text, thoughts, tool calls, files and usage are stored", async () => {
    const { requests, environment } = await startEndpoint()
    const { client, demo } = await temporaryDemo({ environment })
    expect(demo.offline).toBe(false)
    const { id } = await client.create()
    const reply = await client.ended(id, await client.prompt(id, "Write a poem"))
    expect(reply.error).toBeNull()
    expect(reply.parts.map(({ type, data }) => [type, type === "tool" ? data.state : data.text])).toEqual([
      ["reasoning", "I should write."],
      ["tool", expect.objectContaining({ status: "completed", input: { path: "poem.txt", content: "Roses" } })],
      ["text", "It is written."],
    ])
    expect(reply.usage).toMatchObject({ input: 140, output: 30, reasoning: 10, cacheRead: 60 })
    expect((await client.fileVersions(id, "poem.txt")).files).toMatchObject([{ version: 1, content: "Roses" }])
    expect(requests[0]?.authorization).toBe(`Bearer ${key}`)
    expect(requests[1]?.body.messages.map(({ role }) => role)).toEqual(["system", "user", "assistant", "tool"])
  })

  it("never shows its key, also when the endpoint repeats it in an error", async () => {
    const { environment } = await startEndpoint({
      status: 401,
      body: JSON.stringify({
        error: { message: `Incorrect API key provided: ${key}.`, type: "invalid_request_error" },
      }),
    })
    const reported: unknown[] = []
    const { client } = await temporaryDemo({ environment, report: (problem) => reported.push(problem) })
    const { id } = await client.create()
    const reply = await client.ended(id, await client.prompt(id, "Hello"))
    expect(errorName(reply)).toBe("MessageFailedError")
    expect(JSON.stringify(reply.error)).toContain("Incorrect API key provided: ***.")
    const everything = [reply, await client.status(), await client.changes(id, "?limit=1000"), reported]
    expect(JSON.stringify(everything)).not.toContain(key)
  })

  it("wants both an address and a model, and no key in the address", () => {
    for (const environment of [
      { OPENCODE_DEMO_MODEL: "m" },
      { OPENCODE_DEMO_BASE_URL: "http://127.0.0.1/v1" },
      { OPENCODE_DEMO_BASE_URL: "file:///etc/passwd", OPENCODE_DEMO_MODEL: "m" },
      { OPENCODE_DEMO_BASE_URL: `http://user:${key}@127.0.0.1/v1`, OPENCODE_DEMO_MODEL: "m" },
    ]) {
      try {
        chooseModel(environment)
        expect.unreachable()
      } catch (error) {
        expect(SessionStorageError.isInstance(error, "invalid_configuration")).toBe(true)
        expect(String(error)).not.toContain(key)
      }
    }
  })

  it("writes one reply at a time in a session: who comes second is told, and loses nothing", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create()
    const attempts = await Promise.allSettled([client.prompt(id, "count to 60"), client.prompt(id, "count to 60")])
    expect(attempts.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const refused = attempts.find((attempt) => attempt.status === "rejected")
    expect(refused?.reason).toBeInstanceOf(ProblemError)
    expect(refused?.reason.problem).toMatchObject({ code: "conflict", hint: expect.stringContaining("stop") })
    const started = attempts.find((attempt) => attempt.status === "fulfilled")
    expect(textOf(await client.ended(id, started?.value ?? ""))).toBe(numbersTo(60))
    expect((await client.session(id)).messageCount).toBe(2)
  })

  it("is stopped in one page and continued in another, with not a word lost or said twice", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create()
    const messageId = await client.prompt(id, "count to 120")
    await client.until(id, messageId, (message) => /\b7\b/.test(textOf(message)))
    await client.stop(id)
    const stopped = await client.ended(id, messageId)
    expect(errorName(stopped)).toBe("MessageStoppedError")
    await expect(client.stop(id)).resolves.toBeNull()
    expect(await client.continue(id)).toBe(messageId)
    const whole = await client.ended(id, messageId)
    expect(whole.error).toBeNull()
    expect(textOf(whole)).toBe(numbersTo(120))
    await expect(client.continue(id)).rejects.toMatchObject({ problem: { code: "conflict" } })
  })

  it("keeps the former reply when it tries again, and tells the model only of the last", async () => {
    const { client } = await temporaryDemo()
    const { id } = await client.create()
    const first = await client.ended(id, await client.prompt(id, "list files"))
    const second = await client.ended(id, await client.retry(id))
    const { messages } = await client.messages(id)
    expect(messages.map((message) => message.id)).toEqual([messages[0]?.id, first.id, second.id])
    expect(second.parentId).toBe(first.parentId)
    const third = await client.ended(id, await client.prompt(id, "list files"))
    expect(third.error).toBeNull()
  })

  it("ends what it says in a session that is deleted meanwhile, and goes on after its restoration", async () => {
    const reported: unknown[] = []
    const { client } = await temporaryDemo({ report: (problem) => reported.push(problem) })
    const { id } = await client.create()
    const messageId = await client.prompt(id, "count to 500")
    await client.until(id, messageId, (message) => /\b3\b/.test(textOf(message)))
    await client.send("DELETE", `/api/sessions/${id}`)
    await client.send("POST", `/api/sessions/${id}/restore`)
    expect(errorName(await client.ended(id, messageId))).toBe("MessageStoppedError")
    expect(reported).toEqual([])
  })
})
