export { CountingProxy } from "./counting-proxy.ts"
export { type FaultMoment, FaultProxy } from "./fault-proxy.ts"
export { startProxy } from "./start-proxy.ts"
