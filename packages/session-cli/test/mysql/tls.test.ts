import { administrate, describeServers, type RunningServer, startServer } from "session-test-servers/mysql"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Certificates, makeCertificates } from "./support/certificates.ts"
import { byDsn, byFile, type ColleagueOptions, colleague } from "./support/colleague.ts"
import { checksOf, doctor } from "./support/doctor.ts"

describeServers(
  "TLS through the command, with a team's own authority",
  (shared) => {
    let certificates: Certificates
    let server: RunningServer

    beforeAll(async () => {
      certificates = await makeCertificates()
      const { authority, server: own } = certificates
      server = await startServer(shared, {
        arguments: [`--ssl-ca=${authority}`, `--ssl-cert=${own.certificate}`, `--ssl-key=${own.key}`],
      })
      await administrate(
        server,
        "CREATE DATABASE opencode",
        "CREATE USER 'me'@'%' IDENTIFIED BY 'hunter2' REQUIRE SSL",
        "CREATE USER 'ann'@'%' IDENTIFIED BY 'hunter2' REQUIRE X509",
        "GRANT ALL PRIVILEGES ON opencode.* TO 'me'@'%'",
        "GRANT ALL PRIVILEGES ON opencode.* TO 'ann'@'%'",
      )
    })

    afterAll(async () => {
      await server?.close()
      await certificates?.remove()
    })

    const dsn = (parameters = "", { user = "me", host = "localhost" } = {}) =>
      `${user}:hunter2@tcp(${host}:${server.port})/opencode?parseTime=true${parameters}`

    /** What `doctor` says of the encryption, or of the server that cannot be reached. */
    async function tlsOf(options: ColleagueOptions): Promise<string> {
      await using commandLine = await colleague(options)
      const { status, checks } = await doctor(commandLine)
      const found = checksOf(checks, "TLS") || checksOf(checks, "server")
      expect(status).toBe(found.startsWith("error") ? 1 : 0)
      return found
    }

    const knowingTheAuthority = ({ environment, ...rest }: ColleagueOptions): ColleagueOptions => ({
      ...rest,
      environment: { ...environment, NODE_EXTRA_CA_CERTS: certificates.authority },
    })

    test("`true` encrypts when Node.js knows the authority, and knows whom it talks to", async () => {
      expect(await tlsOf(knowingTheAuthority(byDsn(dsn("&tls=true"))))).toBe("ok: encrypted, the server is who it says")
      expect(await tlsOf(knowingTheAuthority(byFile({ dsn: dsn(), tls: true })))).toMatch(
        /^ok: encrypted, the server is/,
      )
    })

    test("`true` refuses an authority that nobody knows, and a certificate for another host", async () => {
      expect(await tlsOf(byDsn(dsn("&tls=true")))).toMatch(/^error: The server's certificate cannot be trusted/)
      const other = byDsn(dsn("&tls=true", { host: "127.0.0.1" }))
      expect(await tlsOf(knowingTheAuthority(other))).toMatch(/^error: The server's certificate is for another name/)
    })

    test("`skip-verify` and `preferred` encrypt, to whoever answers", async () => {
      for (const mode of ["skip-verify", "preferred"]) {
        expect(await tlsOf(byDsn(dsn(`&tls=${mode}`)))).toBe("ok: encrypted, the server's name is not verified")
        expect(await tlsOf(byFile({ dsn: dsn(), tls: mode }))).toMatch(/^ok: encrypted/)
      }
    })

    test("a CA file", async () => {
      const { authority: ca } = certificates
      expect(await tlsOf(byFile({ dsn: dsn(), tls: { ca } }))).toBe("ok: encrypted, the server is who it says")
      const byAddress = dsn("", { host: "127.0.0.1" })
      expect(await tlsOf(byFile({ dsn: byAddress, tls: { ca } }))).toMatch(/^error: .* is for another name/)
      expect(await tlsOf(byFile({ dsn: byAddress, tls: { ca, mode: "verify-ca" } }))).toMatch(/^ok: encrypted/)
    })

    test("a client's certificate, for a user who must have one", async () => {
      const { authority: ca, client } = certificates
      const own = dsn("", { user: "ann" })
      expect(await tlsOf(byFile({ dsn: own, tls: { ca } }))).toMatch(/^error: The server refused the user/)
      expect(await tlsOf(byFile({ dsn: own, tls: { ca, ...client } }))).toMatch(/^ok: encrypted/)
    })

    test("who comes without TLS though the user must have it is refused", async () => {
      await using commandLine = await colleague(byDsn(dsn("&tls=false")))
      const { status, stderr } = await commandLine.run("list", "--json")
      expect(JSON.parse(stderr).error.code).toBe("authentication_failed")
      expect(status).toBe(4)
    })
  },
  { startable: true },
)
