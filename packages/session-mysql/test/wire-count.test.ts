import { describeServers } from "session-test-servers/mysql"
import { describeWireCount } from "session-test-suites/wire-count"
import { freshStore } from "./support/fresh-store.ts"

describeServers("round trips, counted on the wire", (server) =>
  describeWireCount(server.kind, (options) => freshStore(server, options)),
)
