import { AddressError } from "@opencode/session-core/server"
import { describe, expect, it } from "vitest"
import type { DsnSettings } from "./dsn.ts"
import { parseDsn } from "./parse-dsn.ts"

const settingsOf = (parameters: string): DsnSettings => parseDsn(`mysql://me:p@db/d?${parameters}`).settings

function failureOf(dsn: string): AddressError {
  try {
    parseDsn(dsn)
  } catch (error) {
    if (error instanceof AddressError) return error
    throw error
  }
  throw new Error(`${dsn} was taken.`)
}

describe("URLs as hosters, frameworks and other drivers write them", () => {
  it.each<[string, string, { host: string; port: number; user: string; database: string; settings: DsnSettings }]>([
    [
      "Heroku's ClearDB",
      "mysql://b1:p@us-cdbr-east-06.cleardb.net/heroku_1?reconnect=true",
      { host: "us-cdbr-east-06.cleardb.net", port: 3306, user: "b1", database: "heroku_1", settings: {} },
    ],
    [
      "DigitalOcean, Aiven",
      "mysql://doadmin:p@db.ondigitalocean.com:25060/defaultdb?ssl-mode=REQUIRED",
      {
        host: "db.ondigitalocean.com",
        port: 25060,
        user: "doadmin",
        database: "defaultdb",
        settings: { tls: "skip-verify" },
      },
    ],
    [
      "PlanetScale",
      'mysql://u:pscale_pw_x@aws.connect.psdb.cloud/d?ssl={"rejectUnauthorized":true}',
      { host: "aws.connect.psdb.cloud", port: 3306, user: "u", database: "d", settings: { tls: "verify" } },
    ],
    [
      "PlanetScale by Prisma",
      "mysql://u:p@aws.connect.psdb.cloud/d?sslaccept=strict&connection_limit=5&pool_timeout=0&connect_timeout=10",
      {
        host: "aws.connect.psdb.cloud",
        port: 3306,
        user: "u",
        database: "d",
        settings: { tls: "verify", maxConnections: 5, connectTimeout: 10_000 },
      },
    ],
    [
      "TiDB Cloud",
      'mysql://2x.root:p@gateway01.eu-central-1.prod.aws.tidbcloud.com:4000/test?ssl={"minVersion":"TLSv1.2","rejectUnauthorized":true}',
      {
        host: "gateway01.eu-central-1.prod.aws.tidbcloud.com",
        port: 4000,
        user: "2x.root",
        database: "test",
        settings: { tls: "verify" },
      },
    ],
    [
      "Azure, with a user's server in the name",
      "mysql://me@server:p@server.mysql.database.azure.com:3306/d?ssl=true",
      {
        host: "server.mysql.database.azure.com",
        port: 3306,
        user: "me@server",
        database: "d",
        settings: { tls: "verify" },
      },
    ],
    [
      "Ruby",
      "mysql2://me:p@db/d?encoding=utf8mb4&pool=7&reconnect=true&read_timeout=5",
      { host: "db", port: 3306, user: "me", database: "d", settings: { maxConnections: 7, queryTimeout: 5000 } },
    ],
    [
      "SQLAlchemy",
      "mysql+pymysql://me:p@db:3307/d?charset=utf8mb4",
      { host: "db", port: 3307, user: "me", database: "d", settings: {} },
    ],
    [
      "JDBC",
      "jdbc:mysql://db:3307/d?user=me%40corp&password=p&useSSL=true&requireSSL=true&verifyServerCertificate=true&serverTimezone=UTC&connectTimeout=5000&socketTimeout=60000&autoReconnect=true&useUnicode=true&characterEncoding=UTF-8&allowPublicKeyRetrieval=true&rewriteBatchedStatements=true",
      {
        host: "db",
        port: 3307,
        user: "me@corp",
        database: "d",
        settings: { tls: "verify-ca", connectTimeout: 5000, queryTimeout: 60_000 },
      },
    ],
    [
      "JDBC without TLS",
      "jdbc:mariadb://db/d?user=me@corp&password=p@ss&useSSL=false&verifyServerCertificate=false&requireSSL=false",
      { host: "db", port: 3306, user: "me@corp", database: "d", settings: { tls: "off" } },
    ],
    [
      "Railway",
      "mysql://root:p@containers-us-west-1.railway.app:6033/railway",
      { host: "containers-us-west-1.railway.app", port: 6033, user: "root", database: "railway", settings: {} },
    ],
  ])("%s: %s", (_, url, { host, port, ...expected }) => {
    expect(parseDsn(url)).toMatchObject({ address: { host, port }, ...expected })
    expect(parseDsn(url).settings).toEqual(expected.settings)
  })
})

describe("whoever asks for TLS gets it, or an error", () => {
  it.each<[string, DsnSettings["tls"]]>([
    ["ssl=true", "verify"],
    ["ssl=1", "verify"],
    ["SSL=TRUE", "verify"],
    ["TLS=true", "verify"],
    ["useTls=true", "verify"],
    ["ssl=false", "off"],
    ["ssl-mode=DISABLED", "off"],
    ["sslmode=disable", "off"],
    ["ssl_mode=preferred", "preferred"],
    ["sslmode=prefer", "preferred"],
    ["ssl=required", "skip-verify"],
    ["sslmode=require", "skip-verify"],
    ["sslMode=REQUIRED", "skip-verify"],
    ["useSSL=true", "skip-verify"],
    ["requireSSL=true", "skip-verify"],
    ["sslaccept=accept_invalid_certs", "skip-verify"],
    ['ssl={"rejectUnauthorized":false}', "skip-verify"],
    ["ssl=true&rejectUnauthorized=false", "skip-verify"],
    ["ssl=true&ssl-mode=REQUIRED", "verify"],
    ["ssl_mode=VERIFY_CA", "verify-ca"],
    ["sslmode=verify-ca", "verify-ca"],
    ["useSSL=true&verifyServerCertificate=true", "verify-ca"],
    ["ssl_verify_cert=true&ssl_verify_identity=true", "verify"],
    ["ssl-mode=VERIFY_IDENTITY", "verify"],
    ["sslmode=verify-full", "verify"],
    ["ssl=%7B%7D", "verify"],
    ["tls-version=TLSv1.2,TLSv1.3", "skip-verify"],
    ["requireSSL=false", undefined],
  ])("%s: %s", (parameters, mode) => {
    expect(settingsOf(parameters).tls).toBe(mode)
    // In the Go driver's grammar they mean the same.
    expect(parseDsn(`me:p@tcp(db)/d?${parameters}`).settings.tls).toBe(mode)
  })

  it.each(["mysqls://me@db/d", "mysql+ssl://me@db/d", "mariadb+tls://me@db/d"])("%s", (url) => {
    expect(parseDsn(url).settings.tls).toBe("verify")
  })

  it.each([
    "ssl=true&ssl-mode=DISABLED",
    "ssl=true&sslmode=prefer",
    "tls=true&tls=false",
    "useSSL=false&requireSSL=true",
    "useSSL=false&verifyServerCertificate=true",
    "sslaccept=strict&rejectUnauthorized=false",
    "ssl-mode=VERIFY_CA&ssl-mode=VERIFY_IDENTITY",
    "tls=skip-verify&allowFallbackToPlaintext=true",
    "sslmode=disable&sslaccept=strict",
  ])("%s contradicts itself", (parameters) => {
    expect(failureOf(`mysql://me@db/d?${parameters}`).message).toMatch(/contradict each other about TLS/)
  })

  it.each([
    ["ssl-ca=/ca.pem", "ssl-ca"],
    ["ssl-mode=REQUIRED&sslcert=/c.pem", "sslcert"],
    ["ssl_key=/k.pem", "ssl_key"],
    ["sslrootcert=/c.pem", "sslrootcert"],
    ["trustCertificateKeyStoreUrl=file:/k", "trustCertificateKeyStoreUrl"],
    ["sslidentity=/i.p12", "sslidentity"],
    ["ssltrue=1", "ssltrue"],
    ["ssl=Amazon%20RDS", "ssl"],
    ["ssl=", "ssl"],
    ['ssl={"ca":"x"}', "ssl"],
    ["ssl={", "ssl"],
    ["tlsVersion=TLSv1", "tlsVersion"],
    ["requireSSL=maybe", "requireSSL"],
  ])("%s is refused by name", (parameters, name) => {
    for (const dsn of [`mysql://me@db/d?${parameters}`, `me@tcp(db)/d?${parameters.replaceAll("/", "%2F")}`]) {
      expect(failureOf(dsn).message).toContain(`the parameter ${name} `)
    }
  })
})

describe("what is not known is refused by name", () => {
  it.each([
    ["sslmod=true", "sslmod", ""],
    ["fooBar=1", "fooBar", ""],
    ["foo=1", "foo", ""],
    ["connectionLimitt=1", "connectionLimitt", "connectionlimit"],
    ["recconnect=true", "recconnect", "reconnect"],
    ["allowLoadLocalInfile=true", "allowLoadLocalInfile", "Leave it out"],
    ["allowPublicKeyRetrieval=false", "allowPublicKeyRetrieval", ""],
    ["sessionVariables=sql_mode=ANSI", "sessionVariables", "wsrep_sync_wait"],
    ["connection_limit=many", "connection_limit", ""],
    ["charset=latin1", "charset", ""],
    ["encoding=latin1", "encoding", ""],
    ["sql_mode=ANSI", "sql_mode", ""],
  ])("%s", (parameters, name, hint) => {
    const error = failureOf(`mysql://me@db/d?${parameters}`)
    expect(error.message).toContain(name)
    expect(error.hint).toContain(hint)
  })

  it("unless it may be a piece of a password", () => {
    for (const dsn of ["me:hun/ter2?secretPiece=1@tcp(db)", "me:pass/word?secret=x(y)"]) {
      const { message, hint } = failureOf(dsn)
      expect(message + hint).not.toMatch(/secret|hun|ter2/)
    }
  })

  it("session variables of several words are set, in URLs as in DSNs", () => {
    expect(settingsOf("wsrep_sync_wait=1&wait_timeout=60")).toEqual({
      variables: { wsrep_sync_wait: "1", wait_timeout: "60" },
    })
  })
})

describe("URLs of something else are refused", () => {
  it.each([
    ["mysqlx://me@db:33060/d", "X protocol"],
    ["mysql+srv://me@db/d", "several servers"],
    ["jdbc:mysql:loadbalance://db1,db2/d", "several servers"],
    ["jdbc:mysql:replication://db1,db2/d", "several servers"],
    ["mysql://me:p@db1:3306,db2:3306/d", "not mysql://"],
    ["mysql://me:p@db1,db2/d", "not mysql://"],
    ["jdbc:postgresql://db/d", ""],
    ["postgres://me@db/d", "another kind"],
    ["mysql://me:p@db/d?user=you", "twice"],
  ])("%s: %s", (url, message) => {
    expect(failureOf(url).message).toContain(message)
  })

  it("and a user named mysql is no scheme", () => {
    expect(parseDsn("mysql:secret:x@tcp(db)/d")).toMatchObject({ user: "mysql", address: { host: "db" } })
  })
})

it("a number is seconds in snake case, and milliseconds in camel case", () => {
  expect(settingsOf("connect_timeout=5&socket_timeout=2.5")).toEqual({ connectTimeout: 5000, queryTimeout: 2500 })
  expect(settingsOf("connectTimeout=5000&socketTimeout=2500")).toEqual({ connectTimeout: 5000, queryTimeout: 2500 })
  expect(settingsOf("connect_timeout=0&readTimeout=3s")).toEqual({ queryTimeout: 3000 })
})
