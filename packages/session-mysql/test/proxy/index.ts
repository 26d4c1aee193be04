export { CountingProxy } from "./counting-proxy.ts"
export { type FaultMoment, FaultProxy } from "./fault-proxy.ts"
export { firstStatementOf, type RefusingProxyOptions, startRefusingProxy } from "./refusing-proxy.ts"
export { startProxy } from "./start-proxy.ts"
