// Gets the servers that the tests will want into the cache. Who has to wait for it, and what is wrong, the tests say themselves.
import { prepareServer } from "./find-server.ts"
import { wantedKinds } from "./wanted-kinds.ts"

await Promise.allSettled(wantedKinds(process.env.OPENCODE_TEST_SERVERS).map(prepareServer))
