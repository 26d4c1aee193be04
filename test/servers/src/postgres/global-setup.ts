import { setUpServers } from "../servers/set-up.ts"

/** Vitest's set-up for tests on PostgreSQL. */
export default setUpServers("postgres")
