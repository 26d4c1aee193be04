import { inspect } from "node:util"
import { SessionStorageError } from "@opencode/session-core/provider"
import type { ErrorMeaning } from "@opencode/session-core/server"
import { describe, expect, it } from "vitest"
import { clientErrors } from "./client-errors.ts"
import { serverErrors } from "./error-table.ts"
import { meaningOf, translateError } from "./translate-error.ts"

const failure = (properties: object, message = "it failed") => Object.assign(new Error(message), properties)

function check(error: Error, meaning: ErrorMeaning): void {
  expect(meaningOf(error)).toBe(meaning)
  const translated = translateError(error, "mysql://db:3306/opencode")
  expect(translated).toMatchObject({ code: meaning.code, hint: meaning.hint })
  expect(String(translated)).toContain("mysql://db:3306/opencode")
}

describe("every row of the tables", () => {
  it.each(Object.entries(serverErrors))("error %s", (number, meaning) => {
    // Only the text of this one says whether it is that.
    const message = number === "1290" ? "running with the --read-only option" : "it failed"
    check(failure({ errno: Number(number), code: "ER_MISLABELLED" }, message), meaning)
  })

  it.each(Object.entries(clientErrors))("%s", (code, meaning) => {
    check(failure({ code, errno: -111 }), meaning)
  })
})

describe("what has no number", () => {
  it("a connection that was closed while nobody used it is worth another try", () => {
    const error = failure({ fatal: true }, "Can't add new command when connection is in closed state")
    expect(meaningOf(error)).toMatchObject({ code: "unavailable", transient: true })
  })

  it("a disconnect for idleness, whose number stands in the code", () => {
    expect(meaningOf(failure({ code: 4031 }))).toMatchObject({ code: "unavailable", transient: true })
  })
})

/** As a server, or a proxy before it, sends it. */
const sent = (errno: number, message: string, sqlState = "HY000") => meaningOf(failure({ errno, sqlState }, message))

describe("what says that the statement was never started is tried again, and nothing of it is stored", () => {
  it.each([
    [2002, "Can't connect to local MySQL server through socket '/run/mysqld.sock' (2)", "HY000"],
    [2003, "Can't connect to remote MySQL server for client connected to '127.0.0.1:6446'", "HY000"],
    [2005, "Unknown MySQL server host 'db' (-2)", "HY000"],
    [2012, "Error in server handshake", "HY000"],
    [2026, "SSL connection error: connection reset", "HY000"],
    [9001, "Max connect timeout reached while reaching hostgroup 0 after 10000ms", "HY000"],
    [9501, "Timed-out waiting to acquire database connection", "HY000"],
    [3032, "The server is currently in offline mode", "HY000"],
    [3168, "Server isn't available", "HY000"],
    [5999, "Connection rejected by the gateway", "08004"],
    [1040, "Too many connections to MySQL Router", "08004"],
  ])("%s: %s", (errno, message, state) => {
    expect(sent(errno, message, state)).toMatchObject({ statement: "never_started", transient: true })
    expect(["unavailable", "too_many_connections"]).toContain(sent(errno, message, state)?.code)
  })
})

describe("what leaves open whether the statement was carried out is tried again, and may be stored", () => {
  it.each([
    [2006, "MySQL server has gone away", "HY000"],
    [2013, "Lost connection to MySQL server during query", "HY000"],
    [2055, "Lost connection to MySQL server at 'reading', system error: 104", "HY000"],
    [2999, "a client error of a version to come", "HY000"],
    [9002, "TiKV server timeout", "HY000"],
    [9005, "Region is unavailable", "HY000"],
    [9999, "a proxy's error of a version to come", "HY000"],
    [1927, "Lost connection to backend server: connection closed by peer", "70100"],
    [1053, "Server shutdown in progress", "08S01"],
    [1158, "Got an error reading communication packets", "08S01"],
    [3169, "The client was disconnected by the server because the session was killed", "HY000"],
    [1105, "target: ks.0.primary: vttablet: rpc error: code = Unavailable desc = connection refused", "HY000"],
    [1105, "target: ks.0.primary: primary is not serving, there is a reparent operation in progress", "HY000"],
    [5998, "a connection error of a server to come", "08S01"],
  ])("%s: %s", (errno, message, state) => {
    expect(sent(errno, message, state)).toMatchObject({
      ...{ code: "unavailable", statement: "unknown", transient: true, fatal: true },
    })
  })
})

describe("an error whose text tells what its number does not", () => {
  it.each([
    [1290, "The MySQL server is running with the --read-only option so it cannot execute this statement", "read_only"],
    [1290, "The MySQL server is running with the --super-read-only option so it cannot …", "read_only"],
    [1290, "The MySQL server is running with the innodb-read-only option so it cannot …", "read_only"],
    [1290, "The MariaDB server is running with the NO_ENGINE_SUBSTITUTION option so it cannot …", "unsupported"],
    [1290, "The MySQL server is running with the --secure-file-priv option so it cannot …", "unsupported"],
    [1015, "Can't lock file (errno: 165 - Table is read only)", "read_only"],
    [1030, "Got error 165 - 'Table is read only' from storage engine", "read_only"],
    [1030, 'Got error 28 "No space left on device" from storage engine', "storage_full"],
    [1026, "Error writing file './d/part.ibd' (errno: 28 - No space left on device)", "storage_full"],
    [3, "Error writing file '/tmp/MLfd' (OS errno 28 - No space left on device)", "storage_full"],
    [1036, "Table 'part' is read only", "read_only"],
    [1226, "User 'u' has exceeded the 'max_user_connections' resource (current value: 3)", "too_many_connections"],
    [1226, "User 'u' has exceeded the 'max_connections_per_hour' resource (current value: 3)", "too_many_connections"],
    [1226, "User 'u' has exceeded the 'max_questions' resource (current value: 3)", "unavailable"],
    [1226, "User 'u' has exceeded the 'max_updates' resource (current value: 3)", "unavailable"],
    [9002, "SSL connection is required. Please specify SSL options and retry.", "access_denied"],
    [9000, "Client with IP address '1.2.3.4' is not allowed to connect to this server", "authentication_failed"],
    [9006, "ProxySQL Error: connection is locked to hostgroup 0 but trying to reach hostgroup 1", "unsupported"],
    [1105, "something else", "unexpected"],
  ])("%s: %s", (errno, message, code) => {
    expect(sent(errno, message)?.code).toBe(code)
  })

  it("an engine that the server enforces is named, instead of the SQL mode that is ours", () => {
    const message = "The MariaDB server is running with the NO_ENGINE_SUBSTITUTION option so it cannot execute this"
    expect(sent(1290, message)?.hint).toContain("enforce_storage_engine")
  })

  it("the text of other errors decides nothing: it may be a session's", () => {
    const quoting = "You have an error in your SQL syntax near 'the server is read-only, no space left on device'"
    expect(sent(1064, quoting, "42000")).toBeUndefined()
  })

  it("a limit of an hour is not waited for, one of connections is", () => {
    expect(sent(1226, "User 'u' has exceeded the 'max_questions' resource")?.transient).toBeUndefined()
    expect(sent(1226, "User 'u' has exceeded the 'max_user_connections' resource")).toMatchObject({ limit: true })
  })
})

describe("the hint of a time-out fits its cause", () => {
  const hintOf = (code: string) => meaningOf(failure({ code }))?.hint
  it("a network that is down, a slow answer and a statement that still runs are three things", () => {
    expect(hintOf("ETIMEDOUT")).toContain("firewall")
    expect(hintOf("STATEMENT_UNANSWERED")).toContain("VPN")
    expect(hintOf("STATEMENT_STILL_RUNNING")).toContain("SHOW PROCESSLIST")
    expect(hintOf("STATEMENT_STILL_RUNNING")).not.toContain("running (mysql")
    expect(hintOf("PROTOCOL_SEQUENCE_TIMEOUT")).toContain("readTimeout")
  })
})

describe("what is wrong with a certificate, which the driver puts its own name over", () => {
  it.each([
    [
      "Hostname/IP does not match certificate's altnames: Host: db. is not in the cert's altnames: DNS:other",
      "another name",
    ],
    ["certificate has expired", "expired"],
    ["self-signed certificate in certificate chain", "cannot be trusted"],
  ])("%s", (message, meaning) => {
    expect(meaningOf(failure({ code: "HANDSHAKE_SSL_ERROR", fatal: true }, message))?.message).toContain(meaning)
  })
})

describe("what a person reads", () => {
  it.each([
    ["INSERT command denied to user 'me'@'%' for table `d`.`part`", "INSERT"],
    ["Access denied; you need (at least one of) the SUPER privilege(s) for this operation", "SUPER"],
    ["CREATE command denied to user 'me'@'localhost' for table 'x'", "CREATE"],
  ])("%s names the privilege", (message, privilege) => {
    const error = translateError(failure({ errno: 1142 }, message), "here")
    expect(String(error)).toContain(`lacks the privilege ${privilege}.`)
  })

  it("neither statement nor password", () => {
    const error = failure({ errno: 1064, sql: "INSERT secret content" }, "failed for mysql://me:hunter2@db/d")
    expect(inspect(translateError(error, "here"), { depth: 9 })).not.toMatch(/hunter2|secret content/)
  })

  it("errors that are ours or nobody's stay as they are", () => {
    const ours = new SessionStorageError("closed", "x")
    const bug = new TypeError("x")
    expect(translateError(ours, "here")).toBe(ours)
    expect(translateError(bug, "here")).toBe(bug)
  })
})
