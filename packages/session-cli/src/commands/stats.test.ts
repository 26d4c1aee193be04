import { expect, test } from "vitest"
import { CommandLine } from "../../test/command-line.ts"

const day = 24 * 60 * 60 * 1000

test("what a project took is counted by day, model, author and project", async () => {
  await using commandLine = await CommandLine.create()
  await commandLine.fill(async (store) => {
    const { id } = await store.sessions.create({ title: "Counted" })
    for (const [index, modelId] of ["large", "large", "small"].entries()) {
      await store.apply(id, [
        {
          type: "message.put",
          message: {
            ...{
              id: `m${index}`,
              role: "assistant",
              parentId: null,
              agent: null,
              error: null,
              author: null,
              metadata: {},
            },
            model: { providerId: "acme", modelId },
            usage: { input: 10, output: 1, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0.25 },
            ...{ createdAt: Date.UTC(2026, 10, 1) + index * day, updatedAt: 1, completedAt: 1 },
          },
        },
      ])
    }
  })
  const keysOf = async (...options: string[]) =>
    (await commandLine.json("stats", ...options)).groups.map(({ key, messages }: { key: string; messages: number }) => [
      key,
      messages,
    ])
  expect(await keysOf("--by", "day")).toEqual([
    ["2026-11-01", 1],
    ["2026-11-02", 1],
    ["2026-11-03", 1],
  ])
  expect(await keysOf("--by", "model")).toEqual([
    ["acme/large", 2],
    ["acme/small", 1],
  ])
  expect(await keysOf("--by", "author")).toEqual([["alice", 3]])
  expect(await keysOf("--by", "project", "--all-projects")).toEqual([["my-app", 3]])
  expect(await keysOf("--by", "day", "--since", "2026-11-02T00:00Z", "--until", "2026-11-03T00:00Z")).toEqual([
    ["2026-11-02", 1],
  ])
  expect((await commandLine.run("stats", "--by", "model")).stdout.split("\n")[0]).toBe(
    "acme/large\t2\t20\t2\t0\t0\t0\t0.5",
  )
  for (const options of [
    ["--by", "weekday"],
    ["--since", "2w"],
  ]) {
    expect((await commandLine.run("stats", ...options)).status).toBe(2)
  }
})
