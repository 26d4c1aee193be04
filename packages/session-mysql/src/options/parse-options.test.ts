import { homedir } from "node:os"
import { join } from "node:path"
import { inspect } from "node:util"
import { type JsonObject, SessionStorageError } from "@opencode/session-core/provider"
import { describe, expect, it } from "vitest"
import { provider } from "../index.ts"

const parse = (options: JsonObject, environment: Record<string, string> = {}) =>
  provider.parseOptions(options, { dataDirectory: "/nowhere", environment })

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
  it("single parameters, with the documented defaults", () => {
    expect(parse(single)).toMatchObject({
      address: { host: "db.example", port: 3306 },
      user: "me",
      database: "opencode",
      maxConnections: 10,
      maxIdleConnections: 5,
      connectionTimeout: 30_000,
      tls: { mode: "off" },
    })
  })

  it("a DSN wins over single parameters, and they are named", () => {
    const options = parse({ ...single, dsn: "you:secret@tcp(other:3307)/history" })
    expect(options).toMatchObject({ address: { host: "other", port: 3307 }, user: "you", database: "history" })
    expect(options.shadowedKeys).toContain("sessionProvider.mysql.host")
  })

  it("the environment's DSN wins over a file's; an empty one is as good as none", () => {
    const dsn = "you:secret@tcp(other:3307)/history"
    expect(parse({ dsn }, { OPENCODE_MYSQL_DSN: "env:secret@tcp(env)/e" })).toMatchObject({ user: "env" })
    expect(parse({ dsn }, { OPENCODE_MYSQL_DSN: "" })).toMatchObject({ user: "you" })
  })

  it("time-outs of a DSN are no longer than the configured one", () => {
    const options = parse({ dsn: "me@/d?timeout=90s&readTimeout=2s", connectionTimeout: 5 })
    expect(options).toMatchObject({ connectTimeout: 5000, queryTimeout: 2000 })
  })
})

describe("where the password comes from", () => {
  const { password: _password, ...noPassword } = single
  const dsn = "me@tcp(db)/d"
  const dsnVariable = { OPENCODE_MYSQL_DSN: dsn }
  it.each<[string, JsonObject, Record<string, string>, object]>([
    ["an option", single, {}, { kind: "value" }],
    ["a file", { ...noPassword, passwordFile: "/run/secrets/db" }, {}, { kind: "file", path: "/run/secrets/db" }],
    ["a file at home", { ...noPassword, passwordFile: "~/db" }, {}, { kind: "file", path: join(homedir(), "db") }],
    ["a command", { ...noPassword, passwordCommand: ["get", "it"] }, {}, { kind: "command", command: ["get", "it"] }],
    [
      "a command as text",
      { dsn, passwordCommand: "get 'a b' c" },
      {},
      { kind: "command", command: ["get", "a b", "c"] },
    ],
    ["a file beside a DSN", { dsn, passwordFile: "/f" }, {}, { kind: "file" }],
    ["a file beside the variable's DSN", { passwordFile: "/f" }, dsnVariable, { kind: "file" }],
    ["a variable beside a DSN", { dsn }, { OPENCODE_MYSQL_PASSWORD_FILE: "/v" }, { kind: "file", path: "/v" }],
    ["a variable over a file's DSN", { dsn: "me:x@tcp(db)/d" }, { OPENCODE_MYSQL_PASSWORD_FILE: "/v" }, { path: "/v" }],
    ["a variable over a file", { dsn, passwordFile: "/f" }, { OPENCODE_MYSQL_PASSWORD_FILE: "/v" }, { path: "/v" }],
    ["an empty variable", { dsn, passwordFile: "/f" }, { OPENCODE_MYSQL_PASSWORD_FILE: "" }, { path: "/f" }],
    ["a variable without a file", noPassword, { OPENCODE_MYSQL_PASSWORD: "x" }, { kind: "value" }],
    ["the same twice", {}, { OPENCODE_MYSQL_DSN: "me:x@tcp(db)/d", OPENCODE_MYSQL_PASSWORD: "x" }, { kind: "value" }],
  ])("%s", (_, options, environment, expected) => {
    expect(parse(options, environment).password).toMatchObject(expected)
  })

  it("a DSN's password beats a file, which is named as without effect", () => {
    const options = parse({ dsn: "me:x@tcp(db)/d", passwordFile: "/f" })
    expect(options.password).toMatchObject({ kind: "value" })
    expect(options.shadowedKeys).toEqual(["sessionProvider.mysql.passwordFile"])
  })

  it.each<[string, JsonObject, Record<string, string>]>([
    ["Only one of", { ...single, passwordFile: "/f" }, {}],
    ["Only one of", { dsn, passwordFile: "/f", passwordCommand: ["x"] }, {}],
    ["OPENCODE_MYSQL_PASSWORD_FILE", {}, { OPENCODE_MYSQL_DSN: "me:x@tcp(db)/d", OPENCODE_MYSQL_PASSWORD_FILE: "/f" }],
    ["OPENCODE_MYSQL_PASSWORD", { dsn }, { OPENCODE_MYSQL_PASSWORD: "a", OPENCODE_MYSQL_PASSWORD_FILE: "/f" }],
    ["passwordFile must be the absolute path", { dsn, passwordFile: "hunter2" }, {}],
    ["passwordFile must be the absolute path", { dsn, passwordFile: 3 }, {}],
    ["passwordCommand must begin with", { dsn, passwordCommand: [] }, {}],
    ["passwordCommand must begin with", { dsn, passwordCommand: ["./hunter2"] }, {}],
    ["passwordCommand must be a program", { dsn, passwordCommand: ["x", 1] }, {}],
    ["only a shell understands", { dsn, passwordCommand: "cat hunter2 | head" }, {}],
    ["only a shell understands", { dsn, passwordCommand: "echo $(hunter2)" }, {}],
    ["allowCleartextPasswords must be true or false", { dsn, allowCleartextPasswords: "yes" }, {}],
    ["sessionProvider.mysql.password is not set", noPassword, {}],
  ])("%s: %j", (message, options, environment) => {
    const error = failureOf(options, environment)
    expect(error.message).toContain(message)
    expect(inspect(error)).not.toContain("hunter2")
  })
})

describe("TLS of a DSN and of the option", () => {
  const dsn = (mode: string) => `me@tcp(db)/d?${mode}`
  it.each<[string, JsonObject, string]>([
    ["neither", { dsn: "me@tcp(db)/d" }, "off"],
    ["the DSN alone", { dsn: dsn("ssl-mode=REQUIRED") }, "skip-verify"],
    ["the option alone", { dsn: "me@tcp(db)/d", tls: true }, "verify"],
    ["an option that asks for more", { dsn: dsn("ssl-mode=REQUIRED"), tls: true }, "verify"],
    ["an option that encrypts", { dsn: dsn("tls=false"), tls: true }, "verify"],
    ["an authority alone", { dsn: "me@tcp(db)/d", tls: { ca: "/ca.pem" } }, "verify"],
    ["an authority beside VERIFY_CA", { dsn: dsn("ssl-mode=VERIFY_CA"), tls: { ca: "/ca.pem" } }, "verify-ca"],
    ["an authority beside REQUIRED", { dsn: dsn("ssl-mode=REQUIRED"), tls: { ca: "/ca.pem" } }, "verify-ca"],
  ])("%s", (_, options, mode) => {
    expect(parse(options).tls.mode).toBe(mode)
  })

  it.each<[string, JsonObject]>([
    ["ssl=true", { tls: false }],
    ["ssl=true", { tls: "preferred" }],
    ["ssl-mode=REQUIRED", { tls: false }],
    ["ssl-mode=VERIFY_IDENTITY", { tls: "skip-verify" }],
    ["tls=false", { tls: { ca: "/ca.pem" } }],
    ["tls=preferred", { tls: { ca: "/ca.pem" } }],
  ])("%s and %j: the weaker of two never wins", (parameters, options) => {
    expect(failureOf({ dsn: dsn(parameters), ...options }).message).toContain("sessionProvider.mysql.tls")
  })
})

describe("connections of a DSN", () => {
  it("hold where the option does not say otherwise", () => {
    expect(parse({ dsn: "mysql://me@db/d?connection_limit=3" })).toMatchObject({
      maxConnections: 3,
      maxIdleConnections: 3,
    })
    expect(parse({ dsn: "mysql://me@db/d?connection_limit=3", maxConnections: 8 })).toMatchObject({ maxConnections: 8 })
  })
})

describe("what cannot be is refused, naming the key", () => {
  it.each<[string, JsonObject]>([
    ["hots", { ...single, hots: "x" }],
    ["port", { ...single, port: 70_000 }],
    ["port", { ...single, port: "3306" }],
    ["host", { ...single, host: "db.example:3306" }],
    ["host", { ...single, host: 5 }],
    ["host", { database: "d", username: "u", password: "p" }],
    ["password", { ...single, password: "" }],
    ["password", { ...single, password: 12 }],
    ["maxConnections", { ...single, maxConnections: 0 }],
    ["maxConnections", { ...single, maxConnections: 2.5 }],
    ["maxIdleConnections", { ...single, maxConnections: 2, maxIdleConnections: 3 }],
    ["connectionTimeout", { ...single, connectionTimeout: 0 }],
    ["connectionTimeout", { ...single, connectionTimeout: "30s" }],
    ["connectionTimeout", { ...single, connectionTimeout: 30_000_000 }],
    ["tls", { ...single, tls: "sometimes" }],
    ["tls.ca", { ...single, tls: { ca: "relative.pem" } }],
    ["tls.certificate", { ...single, tls: { certificate: "/a.pem" } }],
    ["dsn", { dsn: "" }],
    ["dsn", { dsn: "me:hunter2@tcp(db)" }],
    ["dsn", { dsn: "me@tcp(db)/" }],
  ])("%s: %j", (key, options) => {
    const error = failureOf(options)
    expect(error.message).toContain(`sessionProvider.mysql.${key}`)
  })

  it("a key that is nearly right is corrected", () => {
    expect(failureOf({ ...single, maxConections: 3 }).hint).toContain("sessionProvider.mysql.maxConnections")
    expect(failureOf({ ...single, user: "me" }).hint).toContain("sessionProvider.mysql.username")
  })

  it("the variable is named where it is wrong", () => {
    expect(failureOf({}, { OPENCODE_MYSQL_DSN: "hunter2" }).message).toContain("OPENCODE_MYSQL_DSN")
  })
})

describe("secrets", () => {
  it("are in nothing that shows options or errors", () => {
    const options = parse({ dsn: "me:hunter2@tcp(db)/d" })
    expect(`${inspect(options, { depth: 9, showHidden: true })}${JSON.stringify(options)}`).not.toContain("hunter2")
    expect(provider.target(options).description).toBe("mysql://db:3306/d")
    const wrong: [JsonObject, Record<string, string>][] = [
      [{ dsn: "me:hunter2@tcp(db)" }, {}],
      [{ dsn: "me:hunter2@tcp(db)/d?hunter2" }, {}],
      [{ dsn: "mysql://me:hunter2@db:x/d" }, {}],
      [{}, { OPENCODE_MYSQL_DSN: "me:hunter2" }],
      [{ ...single, host: "me:hunter2@db" }, {}],
      [{ ...single, tls: { key: "hunter2" } }, {}],
    ]
    for (const [wrongOptions, environment] of wrong) {
      expect(inspect(failureOf(wrongOptions, environment), { depth: 9 })).not.toContain("hunter2")
    }
  })
})

describe("whether data leaves this machine", () => {
  it.each<[string, boolean]>([
    ["me@tcp(localhost:3306)/d", false],
    ["me@tcp(127.0.0.1)/d", false],
    ["me@tcp(127.9.9.9)/d", false],
    ["me@tcp([::1])/d", false],
    ["me@unix(/run/mysql.sock)/d", false],
    ["me@tcp(db)/d", true],
    ["me@tcp(127.0.0.1.example)/d", true],
    ["me@tcp(localhost.example)/d", true],
    ["me@tcp([2001:db8::1])/d", true],
    ["me@tcp(0.0.0.0)/d", true],
  ])("%s: %s", (dsn, remote) => {
    expect(provider.target(parse({ dsn })).remote).toBe(remote)
  })
})

describe("what counts as this machine", () => {
  const remote = (options: JsonObject) => provider.target(parse({ ...single, ...options })).remote

  it.each(["localhost", "127.0.0.1", "127.9.9.9", "::1"])("the host %s is", (host) => {
    expect(remote({ host })).toBe(false)
  })

  it.each(["/run/mysqld/mysqld.sock", String.raw`\\.\pipe\MySQL`, String.raw`\\?\PIPE\MySQL`, "//./pipe/MySQL"])(
    "the socket %s is",
    (socketPath) => {
      expect(remote({ socketPath })).toBe(false)
    },
  )

  it.each([
    String.raw`\\evil.example\pipe\MySQL`,
    String.raw`\\localhost\pipe\MySQL`,
    "//evil.example/pipe/MySQL",
    String.raw`/\evil.example\pipe\MySQL`,
    String.raw`\\?\UNC\evil.example\pipe\MySQL`,
    String.raw`\\.\pipe\..\UNC\evil.example\pipe\MySQL`,
    String.raw`\\.\UNC\evil.example\pipe\MySQL`,
  ])("the pipe %s is another machine's: a clone may not send sessions there", (socketPath) => {
    expect(remote({ socketPath })).toBe(true)
    expect(remote({ dsn: `me:x@unix(${socketPath})/d` })).toBe(true)
  })
})
