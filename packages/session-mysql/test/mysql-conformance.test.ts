import { describeProvider, type RowKey } from "@opencode/session-testkit"
import { beforeAll } from "vitest"
import { provider } from "../src/index.ts"
import { administrate, createDatabase, describeServers } from "./servers/index.ts"
import { optionsOf } from "./support/options-of.ts"

describeServers("the contract", (server) => {
  // As the documentation asks for: MariaDB's default takes no part of 16 MiB.
  beforeAll(() => administrate(server, "SET GLOBAL max_allowed_packet = 67108864"))

  describeProvider({
    name: "mysql",
    capabilities: { search: true, durable: true, shared: true },
    // Each makes a database, which takes a server longer than making a file.
    sequences: 25,
    async create() {
      const database = await createDatabase(server)
      const options = { dsn: database.dsn() }
      const open = () => provider.open(optionsOf(options), { dataDirectory: "/nowhere", environment: {} })
      return {
        provider: await open(),
        reopen: open,
        openInProcess: {
          module: new URL("./support/open-in-process.ts", import.meta.url).href,
          arguments: options,
        },
        damage: (row) => administrate(server, `USE \`${database.name}\``, cut(row)),
        destroy: () => database.drop(),
      }
    },
  })
})

/** Cuts a row's JSON in the middle, behind the provider's back. Ids of the kit's samples need no quoting. */
function cut(row: RowKey): string {
  const shortened = (column: string) => `${column} = left(${column}, char_length(${column}) - 2)`
  switch (row.kind) {
    case "session":
      return `UPDATE session SET ${shortened("metadata")} WHERE id = '${row.sessionId}'`
    case "message":
      return `UPDATE message SET ${shortened("metadata")} WHERE session_id = '${row.sessionId}' AND id = '${row.messageId}'`
    case "part":
      return `UPDATE part SET ${shortened("data")} WHERE session_id = '${row.sessionId}' AND message_id = '${row.messageId}' AND id = '${row.partId}'`
  }
}
