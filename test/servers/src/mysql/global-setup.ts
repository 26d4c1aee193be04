import { setUpServers } from "../servers/set-up.ts"

/** Vitest's set-up for tests on MySQL and MariaDB. */
export default setUpServers("mysql")
