import { existsSync } from "node:fs"
import { copyFile, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { JsonObject } from "@opencode/session-core/provider"
import { createDatabase, describeServers } from "session-test-servers/mysql"
import { expect, onTestFinished, test } from "vitest"
import { provider } from "../src/index.ts"
import { optionsOf } from "./support/options-of.ts"

describeServers("TLS", (server) => {
  /** What `check` says of the connection. */
  async function tlsOf(options: JsonObject, parameters = ""): Promise<string> {
    const database = await createDatabase(server)
    onTestFinished(() => database.drop())
    const store = await provider.open(optionsOf({ ...options, dsn: database.dsn({ parameters }) }), {
      dataDirectory: "/nowhere",
      environment: {},
    })
    onTestFinished(() => store.close())
    const { checks } = await store.check()
    const found = checks.find(({ name }) => name === "TLS") ?? checks.find(({ status }) => status === "error")
    return `${found?.status}: ${found?.message}`
  }

  test("preferred works whether the server has it or not", async () => {
    expect(await tlsOf({}, "tls=preferred")).toMatch(server.kind === "mysql" ? /^ok: encrypted/ : /^ok: /)
  })

  test("without a known authority, `true` refuses, and a server without TLS is no way round it", async () => {
    expect(await tlsOf({}, "tls=true")).toMatch(
      /^error: (?:The server's certificate cannot be trusted|The server has no TLS)/,
    )
  })

  test("a hosted URL that asks for TLS is encrypted, or refused where the server has none", async () => {
    for (const parameters of ["ssl-mode=REQUIRED", "sslaccept=accept_invalid_certs", "useSSL=true"]) {
      expect(await tlsOf({}, parameters)).toMatch(
        server.kind === "mysql" ? /^ok: encrypted/ : /^(?:error: The server has no TLS|ok: encrypted)/,
      )
    }
    expect(await tlsOf({}, "ssl=true")).toMatch(/^error: The server's certificate|^error: The server has no TLS/)
  })

  test.runIf(server.kind === "mysql")("skip-verify encrypts", async () => {
    expect(await tlsOf({}, "tls=skip-verify")).toMatch(/^ok: encrypted/)
  })

  const certificates = server.dataFolder
  test.runIf(certificates !== null && existsSync(join(certificates, "ca.pem")))(
    "the server's own authority and a client's certificate are taken; a name that is not the server's is refused",
    async () => {
      const file = (name: string) => join(certificates ?? "", name)
      const client = { certificate: file("client-cert.pem"), key: file("client-key.pem") }
      expect(await tlsOf({ tls: { ca: file("ca.pem"), ...client, mode: "verify-ca" } })).toMatch(/^ok: encrypted/)
      expect(await tlsOf({ tls: { ca: file("ca.pem") } })).toMatch(/^error: The server's certificate/)
    },
  )

  test.runIf(certificates !== null && existsSync(join(certificates ?? "", "ca.pem")))(
    "certificates that are replaced are read again by new connections",
    async () => {
      const database = await createDatabase(server)
      const folder = await mkdtemp(join(tmpdir(), "certificates-"))
      const ca = join(folder, "ca.pem")
      await copyFile(join(certificates ?? "", "client-cert.pem"), ca)
      const options = optionsOf({ dsn: database.dsn(), tls: { ca, mode: "verify-ca" } })
      const store = await provider.open(options, { dataDirectory: "/nowhere", environment: {} })
      onTestFinished(async () => {
        await store.close()
        await database.drop()
        await rm(folder, { recursive: true })
      })
      await expect(store.migrate()).rejects.toMatchObject({ code: "access_denied" })
      await copyFile(join(certificates ?? "", "ca.pem"), ca)
      expect(await store.migrate()).toMatchObject({ pending: [] })
    },
  )

  test("a CA file that is not there is named", async () => {
    expect(await tlsOf({ tls: { ca: "/nowhere/ca.pem" } })).toContain("sessionProvider.mysql.tls.ca cannot be read")
  })
})
