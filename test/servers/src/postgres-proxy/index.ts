export { CountingProxy } from "../proxy/counting-proxy.ts"
export { type AnswerMoment, type FaultMoment, FaultProxy } from "../proxy/fault-proxy.ts"
export { postgresProtocol, type ServerError } from "./postgres-protocol.ts"
