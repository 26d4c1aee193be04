export type { ClientCommand } from "./client-command.ts"
export { CountingProxy } from "./counting-proxy.ts"
export { type FaultMoment, FaultProxy } from "./fault-proxy.ts"
export type { ProxyTarget } from "./start-proxy.ts"
