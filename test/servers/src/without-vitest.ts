// For programs that are no tests, such as the bench, whose time and memory Vitest would be in.

export { connectAsAdministrator } from "./kinds/mysql/connect.ts"
export { createDatabase, type TestDatabase } from "./mysql/test-database.ts"
export { mysqlProtocol } from "./mysql-proxy/mysql-protocol.ts"
export { CountingProxy } from "./proxy/counting-proxy.ts"
export { FaultProxy } from "./proxy/fault-proxy.ts"
export { type FoundServer, findServer } from "./servers/find-server.ts"
