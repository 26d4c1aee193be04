export { connectAsAdministrator } from "../kinds/postgres/connect.ts"
export { startServer } from "../servers/start-server.ts"
export { describeServers } from "./describe-servers.ts"
export { createDatabase } from "./test-database.ts"
