import { inspect } from "node:util"
import { SessionStorageError } from "@opencode/session-core"
import { describe, expect, it } from "vitest"
import { clientErrors, type MysqlErrorMeaning, serverErrors } from "./error-table.ts"
import { meaningOf, translateError } from "./translate-error.ts"

const failure = (properties: object, message = "it failed") => Object.assign(new Error(message), properties)

function check(error: Error, meaning: MysqlErrorMeaning): void {
  expect(meaningOf(error)).toBe(meaning)
  const translated = translateError(error, "mysql://db:3306/opencode")
  expect(translated).toMatchObject({ code: meaning.code, hint: meaning.hint })
  expect(String(translated)).toContain("mysql://db:3306/opencode")
}

describe("every row of the tables", () => {
  it.each(Object.entries(serverErrors))("error %s", (number, meaning) => {
    check(failure({ errno: Number(number), code: "ER_MISLABELLED" }), meaning)
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
