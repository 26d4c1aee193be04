import { homedir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { type JsonObject, SessionStorageError } from "@opencode/session-core/provider"
import { describe, expect, it } from "vitest"
import { provider } from "../index.ts"
import type { ServerOptions } from "./options.ts"

const parse = (options: JsonObject, environment: Record<string, string> = {}) =>
  provider.parseOptions(options, { dataDirectory: "/data", environment }) as ServerOptions // Unless a test says otherwise.

const single = { host: "db.example", database: "opencode", username: "me", password: "hunter2" }

function failureOf(options: JsonObject, environment: Record<string, string> = {}): SessionStorageError {
  try {
    parse(options, environment)
  } catch (error) {
    if (SessionStorageError.isInstance(error, "invalid_configuration")) return error
  }
  throw new Error("It was not refused.")
}

describe("where the server's address comes from", () => {
  it("single parameters, with the documented defaults: a server elsewhere is encrypted where it can be", () => {
    expect(parse(single)).toMatchObject({
      address: { host: "db.example", port: 5432 },
      user: "me",
      database: "opencode",
      schema: "public",
      maxConnections: 10,
      maxIdleConnections: 5,
      connectionTimeout: 30_000,
      tls: { mode: "preferred" },
    })
    expect(parse({ ...single, host: "localhost" }).tls).toEqual({ mode: "off" })
  })

  it("a folder as the host leads to the socket that has the port in its name", () => {
    const address = { socketPath: "/run/postgresql/.s.PGSQL.5433" }
    expect(parse({ ...single, host: "/run/postgresql", port: 5433 }).address).toEqual(address)
    expect(parse({ url: "postgres://me@/d?host=/run/postgresql&port=5433" }).address).toEqual(address)
    expect(parse({ url: "postgres://me@%2Frun%2Fpostgresql:5433/d" }).address).toEqual(address)
  })

  it("a URL wins over single parameters, and they are named", () => {
    const options = parse({ ...single, url: "postgres://you:secret@other:5433/history" })
    expect(options).toMatchObject({ address: { host: "other", port: 5433 }, user: "you", database: "history" })
    expect(options.shadowedKeys).toContain("sessionProvider.postgres.host")
  })

  it("the environment's URL wins over a file's and over a directory; an empty one is treated as unset", () => {
    const url = "postgres://you:secret@other/history"
    const variable = { OPENCODE_POSTGRES_URL: "postgres://env:secret@env/e" }
    expect(parse({ url }, variable)).toMatchObject({ user: "env" })
    expect(parse({ url }, { OPENCODE_POSTGRES_URL: "" })).toMatchObject({ user: "you" })
    expect(parse({ directory: "sessions" }, variable).shadowedKeys).toEqual(["sessionProvider.postgres.directory"])
  })

  it("a directory is a database within the process", () => {
    expect(parse({ directory: "sessions" })).toEqual({ directory: "/data/sessions" })
    expect(parse({ directory: "~/sessions" })).toEqual({ directory: join(homedir(), "sessions") })
    expect(failureOf({ ...single, directory: "sessions" }).message).toContain("directory")
    expect(failureOf({ directory: "postgres://me@db/d" }).hint).toContain("url")
  })
})

describe("the URL", () => {
  it.each<[string, object]>([
    ["postgresql://me:p%40ss@[::1]:5433/d", { address: { host: "::1", port: 5433 } }],
    ["postgres://me@db", {}],
    ["postgres://me:p@ss@db/d", { address: { host: "db", port: 5432 } }],
    ["jdbc:postgresql://db/d?user=me&password=x", { user: "me" }],
    ["postgres://me@db/d?schema=history", { schema: "history" }],
    ["postgres://me@db/d?options=-c%20search_path%3Dhistory", { schema: "history" }],
    ["postgres://me@db/d?connect_timeout=3", { connectTimeout: 3000 }],
    ["postgres://me@db/d?connection_limit=3", { maxConnections: 3, maxIdleConnections: 3 }],
    // As Neon, Supabase and others write it.
    ["postgres://me:x@ep-1.neon.tech/d?sslmode=require&channel_binding=require", { tls: { mode: "skip-verify" } }],
    ["postgres://me:x@db/d?pgbouncer=true&sslmode=verify-full", { tls: { mode: "verify" } }],
    ["postgres://me:x@db/d?sslmode=verify-full&sslrootcert=system", { tls: { mode: "verify" } }],
    ["postgres://me:x@db/d?sslmode=verify-ca", { tls: { mode: "verify-ca" } }],
    ["postgres://me:x@db/d?sslmode=disable", { tls: { mode: "off" } }],
    ["postgres://me:x@db/d?sslmode=prefer", { tls: { mode: "preferred" } }],
    ["postgres://me:x@db/d?ssl=true", { tls: { mode: "verify" } }],
  ])("%s", (url, expected) => {
    if (!url.includes("/d")) expect(failureOf({ url }).message).toContain("names no database")
    else expect(parse({ url })).toMatchObject(expected)
  })

  it.each<[string, string]>([
    ["mysql://me@db/d", "another kind"],
    ["host=db dbname=d", "not a URL"],
    ["postgres://me@one,two/d", "several servers"],
    ["postgres://me@db:99999/d", "not postgres://"],
    ["postgres://db/d", "names no user"],
    ["postgres://me@db/d?sslmode=maybe", "parameter sslmode"],
    ["postgres://me@db/d?sslcert=/x.pem", "names a file"],
    ["postgres://me@db/d?sslmode=disable&ssl=true", "contradict"],
    ["postgres://me@db/d?target_session_attrs=standby", "target_session_attrs"],
    ["postgres://me@db/d?statement_timeout=5", "statement_timeout"],
  ])("%s is refused: %s", (url, message) => {
    const error = failureOf({ url })
    expect(error.message).toContain(message)
    expect(error.hint).toMatch(/./)
  })

  it("an error never shows what may be a secret", () => {
    for (const url of [
      "postgres://me:hunter2@one,two/d",
      "postgres://me:hunter2@db/d?x=hunter2",
      "hunter2",
      "mysql://me:hunter2@db/d",
    ]) {
      expect(inspect(failureOf({ url }))).not.toContain("hunter2")
    }
  })
})

describe("the password", () => {
  const { password: _password, ...noPassword } = single
  it.each<[string, JsonObject, Record<string, string>, object]>([
    ["an option", single, {}, { kind: "value" }],
    ["a file", { ...noPassword, passwordFile: "/run/secrets/db" }, {}, { kind: "file", path: "/run/secrets/db" }],
    [
      "a program",
      { url: "postgres://me@db/d", passwordCommand: "token --now" },
      {},
      { kind: "command", command: ["token", "--now"] },
    ],
    [
      "a variable",
      noPassword,
      { OPENCODE_POSTGRES_PASSWORD: "x" },
      { kind: "value", key: "OPENCODE_POSTGRES_PASSWORD" },
    ],
    ["none: some servers ask for none", noPassword, {}, { kind: "value" }],
  ])("comes from %s", (_name, options, environment, expected) => {
    expect(parse(options, environment).password).toMatchObject(expected)
  })

  it("is shown by nothing", () => {
    const options = parse(single)
    expect(inspect(options, { depth: 9 })).not.toContain("hunter2")
    expect(JSON.stringify(options)).not.toContain("hunter2")
  })
})

it.each<[JsonObject, string]>([
  [{ ...single, user: "me" }, "Did you mean sessionProvider.postgres.username?"],
  [{ ...single, sslmode: "require" }, "Did you mean sessionProvider.postgres.tls?"],
  [{ ...single, port: 0 }, ""],
  [{ ...single, host: "db:5432" }, "sessionProvider.postgres.port"],
  [{ ...single, maxConnections: 0 }, ""],
  [{ ...single, connectionTimeout: "30s" }, ""],
  [{ ...single, schema: "" }, ""],
  [{ host: "db" }, "OPENCODE_POSTGRES_URL"],
  [{}, "sessionProvider.postgres.directory"],
])("%j cannot be right, and the error says what would be", (options, hint) => {
  const error = failureOf(options)
  expect(error.message).toContain("sessionProvider.postgres")
  expect(error.hint ?? "").toContain(hint)
})
