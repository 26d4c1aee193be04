import { SessionStorageError } from "@opencode/session-core"
import { describe, expect, it } from "vitest"
import { silentAgent } from "../../test/support/silent-agent.ts"
import { memoryStore, temporaryWeb } from "../../test/support/temporary-web.ts"
import type { Session } from "../schemas/index.ts"
import type { SessionWebAgent } from "./session-web-agent.ts"

const pathsOfAgent = ["continue", "prompt", "retry", "stop"].map((action) => `/api/sessions/{id}/${action}`)

const json = { "Content-Type": "application/json" }
const text = (value: string) => [{ type: "text" as const, text: value }]

describe("the agent's part of the API", () => {
  it("is not there without an agent: nobody begins a session or says anything in one", async () => {
    const { client, store } = await temporaryWeb()
    const { id, revision } = await store.sessions.create({ title: "Only read" })
    expect((await client.status()).agent).toBeNull()
    for (const path of ["/api/sessions", ...pathsOfAgent.map((each) => each.replace("{id}", id))]) {
      const response = await client.request(path, { method: "POST", headers: json, body: '{"text":"Hello"}' })
      expect(response.status, path).toBe(404)
    }
    expect((await store.sessions.list()).sessions).toMatchObject([{ id, revision }])
  })

  it("hands what a page asks for to the agent, and its errors back to the page", async () => {
    const said: string[][] = []
    const agent: SessionWebAgent = {
      ...silentAgent("widget"),
      async prompt(...words) {
        said.push(words)
        return "msg_1"
      },
      async continue() {
        throw new SessionStorageError("conflict", "The last reply has ended.")
      },
    }
    const { client } = await temporaryWeb({ agent })
    expect((await client.status()).agent).toEqual(agent.capability)
    const { id, projectId } = await client.send<Session>("POST", "/api/sessions", { title: "New" })
    expect(projectId).toBe("widget")
    const path = `/api/sessions/${id}`
    expect(await client.send("POST", `${path}/prompt`, { text: " Hello " })).toEqual({ messageId: "msg_1" })
    expect(said).toEqual([[id, "Hello"]])
    expect(await client.send("POST", `${path}/retry`)).toEqual({ messageId: "msg_retried" })
    expect(await client.send("POST", `${path}/stop`)).toBeNull()
    await expect(client.send("POST", `${path}/continue`)).rejects.toMatchObject({ problem: { code: "conflict" } })
  })

  it("stops the agent before its session is deleted, so that it does not write into what is hidden", async () => {
    const store = memoryStore()
    const deletedWhenStopped: boolean[] = []
    const agent: SessionWebAgent = {
      ...silentAgent("widget"),
      async stop(sessionId) {
        deletedWhenStopped.push((await store.sessions.get(sessionId)) === null)
      },
    }
    const { client } = await temporaryWeb({ store, agent })
    const { id } = await store.sessions.create({ title: "Delete me" })
    await client.send("DELETE", `/api/sessions/${id}`)
    expect(deletedWhenStopped).toEqual([false])
  })

  it("shows messages as they are once the agent has marked those whose writer ended", async () => {
    const store = memoryStore()
    const agent: SessionWebAgent = {
      ...silentAgent("widget"),
      async reviewMessages(sessionId, [first]) {
        if (first === undefined || first.error !== null) return false
        const { parts: _parts, sessionId: _session, position: _position, revision: _revision, ...message } = first
        await store.apply(sessionId, [{ type: "message.put", message: { ...message, error: "Interrupted" } }])
        return true
      },
    }
    const { client } = await temporaryWeb({ store, agent })
    const { id } = await store.sessions.create({ title: "Interrupted" })
    await store.messages.append(id, { role: "assistant", parts: text("1 2 3") })
    expect((await client.messages(id)).messages.map(({ error }) => error)).toEqual(["Interrupted"])
  })
})
