import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import {
  createDatabase,
  describeServers,
  type ProvidedServer,
} from "../../../packages/session-mysql/test/servers/index.ts"
import { DemoClient, errorName, textOf } from "../src/client/demo-client.ts"
import { DemoProcess } from "../src/client/demo-process.ts"
import { EventReader } from "../src/client/event-reader.ts"

const numbersTo = (last: number): string => Array.from({ length: last }, (_, index) => index + 1).join(" ")

/** Two demos as two members of a team run them: homes of their own, one database, the same project. */
async function twoMachines(server: ProvidedServer) {
  const database = await createDatabase(server)
  const folder = mkdtempSync(join(tmpdir(), "session-demo-team-"))
  const start = async (name: string) => {
    const home = join(folder, name)
    const directory = join(home, "widget")
    mkdirSync(directory, { recursive: true })
    const environment = { OPENCODE_SESSION_PROVIDER_TYPE: "mysql", OPENCODE_MYSQL_DSN: database.dsn() }
    const demo = await DemoProcess.start({ home, directory, environment })
    return { demo, client: new DemoClient(demo.address), output: demo.output }
  }
  const [first, second] = await Promise.all([start("anna"), start("ben")])
  onTestFinished(async () => {
    await Promise.all([first.demo.kill(), second.demo.kill()])
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { first, second, password: database.password }
}

describeServers("two machines with one database", (server) => {
  test("what one writes is on the other's stream within a second: median and worst of 100", async () => {
    const { first, second } = await twoMachines(server)
    const reader = await EventReader.open(second.demo.address)
    onTestFinished(() => reader.close())
    const { id } = await first.client.create("Measured")
    await reader.event(id)
    const times: number[] = []
    for (let index = 0; index < 100; index += 1) {
      const title = `Title ${index}`
      // Not in step with the polling.
      await new Promise((resolve) => setTimeout(resolve, (index * 37) % 250))
      const began = performance.now()
      await first.client.send("PATCH", `/api/sessions/${id}`, { title })
      await reader.event(id, ({ session }) => session?.title === title)
      const event = reader.events.findLast(({ data }) => data.session?.title === title)
      times.push((event?.at ?? Number.POSITIVE_INFINITY) - began)
    }
    times.sort((a, b) => a - b)
    const median = times[50] ?? Number.POSITIVE_INFINITY
    const worst = times.at(-1) ?? Number.POSITIVE_INFINITY
    console.log(
      `from the write to the other's stream: median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms of 100`,
    )
    expect(median).toBeLessThan(500)
    // The worst is printed. It is not judged: on a machine that does other things, it is the machine's.
    expect(times[94]).toBeLessThan(1000)
  })

  test("both show the team's store, and neither shows its password", async () => {
    const { first, second, password } = await twoMachines(server)
    for (const { client, demo } of [first, second]) {
      const status = await client.status()
      expect(status.badge).toBe("⛁ mysql · 127.0.0.1")
      expect(status.project.id).toBe("widget")
      expect(JSON.stringify(status) + demo.output).not.toContain(password)
    }
    // The sample came once, though both found an empty store at first.
    const { totals } = await second.client.get<{ totals: { sessions: number } }>("/api/statistics")
    expect(totals.sessions).toBe(7)
  })

  test("both write at once into one session, and nothing is lost", async () => {
    const { first, second } = await twoMachines(server)
    const { id } = await first.client.create("Both")
    const [one, other] = await Promise.all([
      first.client.prompt(id, "count to 100"),
      second.client.prompt(id, "count to 90"),
    ])
    const [ofOne, ofOther] = await Promise.all([first.client.ended(id, one), second.client.ended(id, other)])
    expect([ofOne.error, ofOther.error]).toEqual([null, null])
    for (const { client } of [first, second]) {
      const { messages } = await client.messages(id)
      const texts = messages.map(textOf).sort()
      expect(texts).toHaveLength(4)
      expect(texts).toEqual(expect.arrayContaining(["count to 100", "count to 90"]))
    }
    expect((await second.client.session(id)).messageCount).toBe(4)
  })

  test("a reply that one machine was interrupted in is continued on the other", async () => {
    const { first, second } = await twoMachines(server)
    const { id } = await first.client.create("Handed over")
    const messageId = await first.client.prompt(id, "count to 150")
    await second.client.until(id, messageId, (message) => /\b9\b/.test(textOf(message)))
    expect(await first.demo.interrupt()).toBe(0)
    const marked = await second.client.ended(id, messageId)
    expect(errorName(marked)).toBe("MessageInterruptedError")
    await second.client.continue(id)
    expect(textOf(await second.client.ended(id, messageId))).toBe(numbersTo(150))
  })
})
