import type { JsonObject } from "@opencode/session-core"
import { expect, test } from "vitest"
import { messageDataOf, readMessageData } from "./message-data.ts"
import { partDataOf, readPartData } from "./part-data.ts"
import { sessionInfoOf, sessionRowOf } from "./session-info.ts"

const row = { created: 1000, updated: 2000 }

const messages: [name: string, data: JsonObject][] = [
  [
    "a user's",
    {
      role: "user",
      time: { created: 1000 },
      agent: "build",
      model: { providerID: "p", modelID: "m", variant: "high" },
    },
  ],
  [
    "an assistant's",
    {
      role: "assistant",
      parentID: "msg_1",
      modelID: "m",
      providerID: "p",
      time: { created: 1000, completed: 1500 },
      cost: 0.1,
      tokens: { total: 3, input: 1, output: 2, reasoning: 0, cache: { read: 0, write: 0 } },
    },
  ],
  ["one that failed", { role: "assistant", error: { name: "E", data: { message: "x" } }, time: { created: 1000 } }],
  ["with another time than its row", { role: "user", time: { created: 999 } }],
  ["with more times", { role: "user", time: { created: 1000, paused: 5 } }],
  ["with a time that is none", { role: "user", time: { created: "soon", completed: -1 } }],
  ["without a role", { time: { created: 1000 } }],
  ["with a role that is no text", { role: 5, time: { created: 1000 } }],
  ["with an assistant's model on a user's", { role: "user", providerID: "p", modelID: "m", time: { created: 1000 } }],
  ["with half a model", { role: "assistant", providerID: "p", time: { created: 1000 } }],
  [
    "with keys of ours in the model",
    { role: "user", model: { providerID: "p", modelID: "m", providerId: "x" }, time: { created: 1000 } },
  ],
  ["with an error that is null", { role: "user", error: null, time: { created: 1000 } }],
  [
    "with an agent and a parent that are no texts",
    { role: "user", agent: 1, parentID: "a\nb", time: { created: 1000 } },
  ],
  ["with half a surrogate pair", { role: "user", agent: "\ud800", time: { created: 1000 }, title: "\udfff" }],
  [
    "with impossible numbers",
    { role: "assistant", cost: 1e300, tokens: { input: -1, output: 1.5, cache: 7 }, time: { created: 1000 } },
  ],
]

test.each(messages)("no key of a message is lost: %s", (_name, data) => {
  const message = readMessageData("msg_x", data, row)
  const written = messageDataOf(message)
  // What OpenCode always has, and this one has not, it gets.
  const { role, time, ...rest } = written
  expect({
    ...rest,
    ...(data.role === undefined ? {} : { role }),
    ...(data.time === undefined ? {} : { time }),
  }).toEqual(data)
})

test("a key that would change an object's prototype is a key like any other", () => {
  const data: JsonObject = JSON.parse(
    '{"role":"user","time":{"created":1000},"__proto__":{"polluted":true},"constructor":1}',
  )
  expect(JSON.stringify(messageDataOf(readMessageData("msg_x", data, row)))).toContain('"__proto__":{"polluted":true}')
  const part: JsonObject = JSON.parse('{"type":"text","__proto__":{"polluted":true}}')
  expect(JSON.stringify(partDataOf(readPartData(part)))).toBe('{"type":"text","__proto__":{"polluted":true}}')
  expect(({} as JsonObject).polluted).toBeUndefined()
})

test.each([
  ["known", { type: "text", text: "a" }],
  ["unknown", { type: "hologram", depth: 3 }],
  ["without a type", { text: "a" }],
  ["with a type that is no text", { type: 7, text: "a" }],
])("no key of a part is lost: %s", (_name, data) => {
  expect(partDataOf(readPartData(data))).toEqual(data)
})

test("no key of an export's session is lost, of a newer version's neither", () => {
  const info: JsonObject = {
    ...{
      id: "ses_a",
      slug: "s",
      projectID: "p",
      workspaceID: "w",
      parentID: "ses_b",
      directory: "/a",
      path: "",
      title: "t",
    },
    ...{ version: "1", agent: "build", model: { id: "m", providerID: "p" }, share: { url: "u", secret: "kept too" } },
    ...{ summary: { additions: 1, deletions: 0, files: 2, diffs: [] }, permission: [], metadata: { a: 1 }, cost: 0.5 },
    tokens: { input: 1, output: 2, reasoning: 3, cache: { read: 4, write: 5, evicted: 6 } },
    time: { created: 1, updated: 2, compacting: 3, archived: 4, pinned: 5 },
    ...{ revert: { messageID: "m" }, mood: { calm: true } },
  }
  expect(sessionInfoOf(sessionRowOf(info))).toEqual(info)
})
