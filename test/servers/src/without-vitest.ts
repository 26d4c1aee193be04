// For programs that are no tests, such as the bench, whose time and memory Vitest would be in.

export { connectAsAdministrator } from "./kinds/mysql/connect.ts"
export { createDatabase, type TestDatabase } from "./mysql/test-database.ts"
export { CountingProxy } from "./mysql-proxy/counting-proxy.ts"
export { FaultProxy } from "./mysql-proxy/fault-proxy.ts"
export { type FoundServer, findServer } from "./servers/find-server.ts"
