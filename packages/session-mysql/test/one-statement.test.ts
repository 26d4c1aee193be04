import { expect, test } from "vitest"
import { describeServers } from "./servers/index.ts"
import { apply, create, freshStore, message, text } from "./support/fresh-store.ts"

describeServers("a batch on its way", (server) => {
  test("no server can leave half of it: its transaction begins and ends in it, on MariaDB as a single statement", async () => {
    const { provider, wire } = await freshStore(server)
    const commands = await wire.during(async () => {
      await apply(provider, "s", [create(), message("m"), text("m", "p", "x; END; COMMIT")])
      await apply(provider, "s", [{ type: "session.purge" }])
    })
    // Galera runs what follows in a packet after it has rolled the transaction back, and a cluster is too much for a test.
    const whole =
      server.kind === "mariadb"
        ? /^BEGIN NOT ATOMIC\nSTART TRANSACTION;\n.*;\nCOMMIT;\nEND;\nSELECT @\w+ AS number$/s
        : // Before it stand the query's attributes, none.
          /START TRANSACTION;\n.*;\nCOMMIT$/s
    expect(commands).toHaveLength(2)
    for (const { text: sql } of commands) expect(sql).toMatch(whole)
  })
})
