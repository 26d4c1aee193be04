import type { JsonObject } from "@opencode/session-core/provider"
import { describe, expect, it } from "vitest"
import { provider } from "./index.ts"
import { parseSqliteOptions } from "./options.ts"

const context = { dataDirectory: "/home/ann/.opencode", environment: {} }
const parse = (options: JsonObject) => parseSqliteOptions(options, context)

describe("options", () => {
  it("without any, the file is opencode.db in the data directory", () => {
    expect(parse({})).toEqual({ file: "/home/ann/.opencode/opencode.db", synchronous: "normal" })
  })

  it("a relative file is one of the data directory, an absolute one is itself, and ~ is the home folder", () => {
    expect(parse({ file: "team/x.db" }).file).toBe("/home/ann/.opencode/team/x.db")
    expect(parseSqliteOptions({ file: "~/x.db" }, { ...context, environment: { HOME: "/home/ann" } }).file).toBe(
      "/home/ann/x.db",
    )
    expect(parse({ file: "/srv/x.db", synchronous: "full" })).toEqual({ file: "/srv/x.db", synchronous: "full" })
  })

  const wrong: [JsonObject, RegExp][] = [
    [{ path: "x" }, /sessionProvider\.sqlite\.path/],
    [{ file: 5 }, /sessionProvider\.sqlite\.file.*5/],
    [{ file: "" }, /sessionProvider\.sqlite\.file/],
    [{ file: null }, /sessionProvider\.sqlite\.file/],
    [{ synchronous: "off" }, /sessionProvider\.sqlite\.synchronous.*"off"/],
    [{ synchronous: true }, /sessionProvider\.sqlite\.synchronous.*true/],
  ]
  it.each(wrong)("%j is refused by an error that names the key and says what would be right", (options, message) => {
    expect(() => parse(options)).toThrowError(
      expect.objectContaining({
        code: "invalid_configuration",
        message: expect.stringMatching(message),
        hint: expect.any(String),
      }),
    )
  })

  it("the data stays on this machine, in the database and in the files that SQLite makes beside it", () => {
    const path = "/home/ann/.opencode/opencode.db"
    expect(provider.target(parse({}))).toEqual({
      description: path,
      remote: false,
      path,
      files: [`${path}-wal`, `${path}-shm`, `${path}-journal`],
    })
  })
})
