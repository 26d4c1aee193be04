import { setTimeout as sleep } from "node:timers/promises"
import { describeServers } from "session-test-servers/mysql"
import { failureOf, happens, storeOf, words } from "session-test-suites/calls"
import { expect, test } from "vitest"
import { apply, create, freshStore, message, scope, text } from "./support/fresh-store.ts"
import { passingErrors, routerWithoutServer } from "./support/server-errors.ts"

describeServers("a server that is away for a while", (server) => {
  test.each(passingErrors)(
    "%s reaches no caller, and nothing is lost or stored twice",
    async (_name, error, moment) => {
      const { provider, network } = await freshStore(server)
      await apply(provider, "s", [create()])
      const happened = network.answerNext(/COMMIT/, error, moment)
      expect(await apply(provider, "s", [message("m"), text("m", "p", "x")])).toBe(3)
      await happened
      const asked = network.answerNext(/SELECT|select/, error)
      expect(await provider.getSession({ scope, sessionId: "s" })).toMatchObject({ revision: 3, messageCount: 1 })
      await asked
    },
  )

  test("behind a router: writers wait, a reply that streams loses no word, a watch goes on", async () => {
    const { provider, network, openDirectly } = await freshStore(server)
    const store = storeOf(provider)
    const { id } = await store.sessions.create({ title: "fail-over" })
    const controller = new AbortController()
    const seen: number[] = []
    const watching = (async () => {
      for await (const change of store.sessions.watch(id, { signal: controller.signal })) seen.push(change.revision)
    })()
    const reply = store.messages.stream(id, { role: "assistant" })
    reply.text("before, ")
    await reply.flush()
    network.refuse(routerWithoutServer)
    network.resetAll()
    const writes = [0, 1, 2].map((index) => store.messages.append(id, words(`${index}`)))
    for (let index = 0; index < 10; index += 1) {
      reply.text(`${index} `)
      // As a model speaks.
      await sleep(50)
    }
    network.refuse(false)
    await happens("the writers' calls are answered", Promise.all(writes))
    reply.text("after")
    await happens("the reply is stored", reply.complete())
    const reader = storeOf(await openDirectly())
    const { messages } = await reader.messages.list(id)
    expect(messages.map(({ parts }) => parts.map(({ data }) => data.text).join("")).toSorted()).toEqual([
      ...["0", "1", "2", "before, 0 1 2 3 4 5 6 7 8 9 after"],
    ])
    const { revision } = await reader.sessions.require(id)
    await expect.poll(() => seen.at(-1)).toBe(revision)
    controller.abort()
    await happens("the abort ends the watch", watching)
    // In order, and none twice.
    expect(seen).toEqual([...new Set(seen)].toSorted((a, b) => a - b))
  })

  test("longer than a call waits: the reply that streams is kept and stored, though each of its tries fails", async () => {
    const { network, open, openDirectly } = await freshStore(server)
    const impatient = await open("parseTime=true", { connectionTimeout: 2 })
    const store = storeOf(impatient)
    await store.sessions.create({ id: "s" })
    const reply = store.messages.stream("s", { role: "assistant" })
    network.refuse(routerWithoutServer)
    network.resetAll()
    reply.text("kept")
    expect(await failureOf(store.sessions.require("s"))).toMatchObject({ code: "unavailable", retryable: true })
    const completed = reply.complete()
    // It has as long as the reply's first try.
    expect(await failureOf(store.sessions.require("s"))).toMatchObject({ code: "unavailable" })
    network.refuse(false)
    await happens("the reply is stored", completed)
    const { messages } = await storeOf(await openDirectly()).messages.list("s")
    expect(messages).toMatchObject([{ completedAt: expect.any(Number), parts: [{ data: { text: "kept" } }] }])
  })

  test("a process that has only read so far waits with its first write, too", async () => {
    const { network, open } = await freshStore(server)
    const reader = await open()
    expect(await reader.getSession({ scope, sessionId: "s" })).toBeNull()
    network.refuse()
    network.resetAll()
    void network.refused().then(() => network.refuse(false))
    expect(await apply(reader, "s", [create()])).toBe(1)
  })

  test("a process that starts meanwhile waits for the server behind the router, and is told when it does not come", async () => {
    const { network, open } = await freshStore(server)
    network.refuse(routerWithoutServer)
    const hasty = await open("parseTime=true", { connectionTimeout: 1 })
    expect(await failureOf(hasty.migrate())).toMatchObject({
      ...{ code: "unavailable", hint: expect.stringContaining("proxy or router") },
    })
    const patient = await open()
    void network.refused().then(() => network.refuse(false))
    expect(await patient.getSession({ scope, sessionId: "s" })).toBeNull()
  })
})
