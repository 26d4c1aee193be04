/*
 * What of OpenCode's plugin interface is used here, as 1.18 has it: the types of its own package would bring its dependencies along.
 */

/** What OpenCode gives a plugin. */
export interface PluginInput {
  /** Calls OpenCode's own server. */
  client: OpenCodeClient
  /** The folder that this instance of OpenCode works in. */
  directory: string
}

/** The calls that are made. Each may be missing in another version. */
export interface OpenCodeClient {
  tui?: { showToast?(options: { body: Toast }): Promise<unknown> }
  app?: { log?(options: { body: LogEntry }): Promise<unknown> }
}

/** A message that OpenCode shows for a while. */
export interface Toast {
  title: string
  message: string
  variant: "info" | "success" | "warning" | "error"
  /** Milliseconds. */
  duration: number
}

/** A line of OpenCode's log. */
export interface LogEntry {
  service: string
  level: "info" | "warn" | "error"
  message: string
}

/** What OpenCode calls. */
export interface Hooks {
  event(input: { event: OpenCodeEvent }): Promise<void>
  dispose(): Promise<void>
}

/** Something that happened in OpenCode. */
export interface OpenCodeEvent {
  type: string
  properties?: Readonly<Record<string, unknown>>
}
