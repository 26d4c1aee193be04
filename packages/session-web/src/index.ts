export type { SessionWebAgent } from "./routes/session-web-agent.ts"
export type { AgentCapability, FileList, Problem, SessionEvent, Statistics, Status } from "./schemas/index.ts"
export { createSessionWeb, type SessionWeb, type SessionWebOptions } from "./server/create-session-web.ts"
export { type ServedSessionWeb, type ServeSessionWebOptions, serveSessionWeb } from "./server/serve-session-web.ts"
