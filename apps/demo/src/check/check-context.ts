import type { DemoClient } from "../client/demo-client.ts"
import type { DemoProcess, DemoProcessOptions } from "../client/demo-process.ts"

/** What the steps of the check share. */
export interface CheckContext {
  demo: DemoProcess
  client: DemoClient
  options: DemoProcessOptions
  /** The session that the steps speak in. */
  sessionId: string
}
