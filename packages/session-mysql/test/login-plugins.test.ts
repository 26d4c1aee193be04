import { createPrivateKey, createPublicKey, pbkdf2Sync, verify } from "node:crypto"
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { JsonObject } from "@opencode/session-core/provider"
import { AttemptClock } from "@opencode/session-core/server"
import { describeServers } from "session-test-servers/mysql"
import { type LoginScript, type LoginServer, startLoginServer } from "session-test-servers/mysql-proxy"
import { describe, expect, onTestFinished, test } from "vitest"
import { connect } from "../src/connection/connect.ts"
import { optionsOf } from "./support/options-of.ts"

const password = "the-secret-token"
const patience = 10_000

/** Logs in; the connection is closed at once. */
async function login(server: LoginServer, options: JsonObject = {}, parameters = "", secret = password): Promise<void> {
  const address = server.socketPath === undefined ? `tcp(127.0.0.1:${server.port})` : `unix(${server.socketPath})`
  const connection = await connect(
    optionsOf({ ...options, dsn: `me:${secret}@${address}/d?${parameters}` }),
    new AttemptClock(patience),
  )
  connection.destroy()
}

const clearText: LoginScript = { plugin: "mysql_clear_password", data: Buffer.alloc(0) }
const sentPassword = Buffer.from(`${password}\0`)

describe("a server that asks for the password in clear text", () => {
  test("gets nothing unless the user has allowed it, and the error names our option", async () => {
    const server = await startLoginServer(clearText)
    await expect(login(server)).rejects.toMatchObject({
      code: "authentication_failed",
      message: expect.stringContaining(`127.0.0.1:${server.port}`),
      hint: expect.stringContaining("allowCleartextPasswords=true"),
    })
    expect(server.seen().includes(password)).toBe(false)
  })

  test.each<[string, JsonObject, string]>([
    ["by the DSN", {}, "allowCleartextPasswords=true"],
    ["by the option", { allowCleartextPasswords: true }, ""],
    ["with TLS only where the server has it", { allowCleartextPasswords: true }, "tls=preferred"],
  ])("gets nothing over an unencrypted connection, allowed %s", async (_, options, parameters) => {
    const server = await startLoginServer(clearText)
    await expect(login(server, options, parameters)).rejects.toMatchObject({
      code: "authentication_failed",
      message: expect.stringContaining("not encrypted"),
      hint: expect.stringContaining("tls=true"),
    })
    expect(server.seen().includes(password)).toBe(false)
  })

  test("gets it through a unix socket, which nobody can listen to", async () => {
    const folder = mkdtempSync(join(tmpdir(), "login-"))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const server = await startLoginServer(clearText, join(folder, "socket"))
    await login(server, { allowCleartextPasswords: true })
    expect(server.answers).toEqual([sentPassword])
  })
})

describeServers("a server with a certificate that asks for clear text", ({ dataFolder }) => {
  const file = (name: string) => join(dataFolder ?? "", name)
  const hasCertificate = dataFolder !== null && existsSync(file("server-key.pem"))

  test(
    hasCertificate
      ? "gets the password over TLS, and the bytes on the wire do not show it"
      : "gets nothing where TLS is asked for and the server has none",
    async () => {
      const certificate = hasCertificate
        ? { key: readFileSync(file("server-key.pem"), "utf8"), cert: readFileSync(file("server-cert.pem"), "utf8") }
        : undefined
      const server = await startLoginServer({ ...clearText, ...(certificate && { certificate }) })
      const attempt = login(server, {
        allowCleartextPasswords: true,
        tls: hasCertificate ? { ca: file("ca.pem"), mode: "verify-ca" } : "skip-verify",
      })
      if (hasCertificate) await attempt
      else await expect(attempt).rejects.toMatchObject({ code: "HANDSHAKE_NO_SSL_SUPPORT" })
      expect(server.answers).toEqual(hasCertificate ? [sentPassword] : [])
      expect(server.seen().includes(password)).toBe(false)
    },
  )
})

describe("a server that asks for a plug-in", () => {
  test.each(["authentication_kerberos_client", "authentication_openid_connect_client", "auth_of_a_stranger"])(
    "%s that there is none of here: the error names it and says what to do",
    async (plugin) => {
      const server = await startLoginServer({ plugin, data: Buffer.from("x\0") })
      await expect(login(server)).rejects.toMatchObject({
        code: "authentication_failed",
        message: expect.stringContaining(plugin),
        hint: expect.stringContaining("ALTER USER"),
      })
    },
  )

  // What MariaDB's ed25519_password() gives for the passwords.
  test.each([
    ["foo", "vubFBzIrapbfHct1/J72dnUryz5VS7lA6XHH8sIx4TI"],
    ["foobar", "qv2mG6HWCuy32Slb5xhV4THStewNz2VINVPbgk+XAJ8"],
  ])(
    "ed25519 of MariaDB: the server verifies the signature with what it stores of the password %s",
    async (secret, stored) => {
      const message = Buffer.from("a message of thirty-two bytes ..")
      const server = await startLoginServer({ plugin: "client_ed25519", data: message })
      await login(server, {}, "", secret)
      const [signature = Buffer.alloc(0)] = server.answers
      expect(verify(null, message, publicKey(Buffer.from(stored, "base64")), signature)).toBe(true)
    },
  )

  test("parsec of MariaDB: the server verifies the signature over what both sides have chosen", async () => {
    const message = Buffer.from("a message of thirty-two bytes ..")
    const salt = Buffer.from("eighteen bytes of.")
    const server = await startLoginServer({
      plugin: "parsec",
      data: message,
      // The server puts no mark before what it sends to a plug-in.
      next: (_, index) => (index === 0 ? Buffer.concat([Buffer.from("P\x01"), salt]) : undefined),
    })
    await login(server)
    const [empty, answer = Buffer.alloc(0)] = server.answers
    expect(empty).toHaveLength(0)
    const seed = pbkdf2Sync(password, salt, 2048, 32, "sha512")
    const signed = Buffer.concat([message, answer.subarray(0, 32)])
    expect(verify(null, signed, publicKeyOf(seed), answer.subarray(32))).toBe(true)
  })
})

/** Of 32 bytes. */
const publicKey = (bytes: Buffer) =>
  createPublicKey({
    key: Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), bytes]),
    format: "der",
    type: "spki",
  })

const publicKeyOf = (seed: Buffer) =>
  createPublicKey(
    createPrivateKey({
      key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
      format: "der",
      type: "pkcs8",
    }),
  )
