import type { SessionStore } from "@opencode/session-core"
import type { Output } from "../output/output.ts"
import type { Progress } from "../output/progress.ts"
import type { GlobalOptions } from "../usage/global-options.ts"

export type Environment = Readonly<Record<string, string | undefined>>

export interface OpenStoreOptions {
  /** Whatever `--project` says: for commands that handle several projects at once. */
  allProjects?: boolean
  /** False for commands that look at the migrations themselves. */
  migrate?: boolean
}

/** What a command works with. */
export interface CommandContext {
  readonly globals: GlobalOptions
  /** The folder to work in, absolute. */
  readonly directory: string
  /** With what the global options add to it. */
  readonly environment: Environment
  /** Standard output: results. */
  readonly output: Output
  /** Standard error: what a person should know besides. */
  readonly diagnostics: Output
  /** Opens the configured store. It is closed when the command ends. */
  openStore(options?: OpenStoreOptions): Promise<SessionStore>
  /**
   * From now on Ctrl-C does not end the process but aborts this signal, once; the command stops where nothing is half-done.
   * A second Ctrl-C ends the process at once. Commands that never call it are ended by the first: each of their writes is
   * one batch, which is applied wholly or not at all.
   */
  takeInterruption(): AbortSignal
  /** Shows how far a command is, on a terminal, when it takes longer than a second. */
  progress(): Progress
}

/** What a command does. Its result is the exit code, 0 by default. */
export type CommandAction = (context: CommandContext) => Promise<number> | Promise<void>

/** Runs a command's action with its context; commands hand it to commander. */
export type RunAction = (action: CommandAction) => Promise<void>
