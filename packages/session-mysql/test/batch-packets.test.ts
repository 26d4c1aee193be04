import { describeServers, type ServerKind } from "session-test-servers/mysql"
import { expect, test } from "vitest"
import { apply, create, freshStore, message, text } from "./support/fresh-store.ts"

/**
 * What a batch looks like on the wire. Galera runs what follows in a packet after it has rolled the transaction back, and a
 * cluster is too much for a test. To MySQL a packet begins with the query's attributes, none.
 */
const forms: Record<ServerKind, Record<"whole" | "first" | "last", RegExp>> = {
  mysql: {
    whole: /START TRANSACTION;\n.*;\nCOMMIT$/s,
    first: /START TRANSACTION;\n(?!.*COMMIT$)/s,
    last: /;\nCOMMIT$/,
  },
  mariadb: {
    whole: /^BEGIN NOT ATOMIC\nSTART TRANSACTION;\n.*;\nCOMMIT;\nEND;\nselect @\w+ as `revision`$/s,
    first: /^BEGIN NOT ATOMIC\nSTART TRANSACTION;\n.*;\nEND$/s,
    last: /^BEGIN NOT ATOMIC\n.*;\nCOMMIT;\nEND;\nselect @\w+ as `revision`$/s,
  },
}

describeServers("a batch on its way", (server) => {
  const { whole, first, last } = forms[server.kind]

  test("no server can leave half of it: its transaction begins and ends in it, on MariaDB as a single statement", async () => {
    const { provider, wire } = await freshStore(server)
    const commands = await wire.during(async () => {
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x; END; COMMIT")])
      await apply(provider, "s", [{ type: "session.purge" }])
    })
    expect(commands).toHaveLength(2)
    for (const { text: sql } of commands) expect(sql).toMatch(whole)
  })

  test("one that takes several packets is one transaction, too, and its answer is the revision", async () => {
    const { open, wire } = await freshStore(server)
    const store = await open("maxAllowedPacket=65536")
    await apply(store, "s", [create(), message("m")])
    const long = (id: string) => text("m", id, "x".repeat(40_000))
    const commands = await wire.during(async () => {
      expect(await apply(store, "s", [long("p"), long("q"), long("r")])).toBe(5)
    })
    expect(commands.map(({ text: sql }) => [first.test(sql), last.test(sql)])).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ])
  })
})
