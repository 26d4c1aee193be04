import { SessionStorageError } from "@opencode/session-core"
import { redactSecrets } from "@opencode/session-core/provider"
import { CommanderError } from "commander"
import { type ExitCode, exitCodeOf } from "./exit-codes.ts"
import { InterruptedError } from "./interruption.ts"

/** What is told of an error. */
export interface Failure {
  /** One of core's error codes, `usage` or `interrupted`. */
  code: string
  message: string
  hint: string | null
  exitCode: ExitCode
}

const mayBeStored = "The change may have been made all the same: look before you repeat it."

/** What to tell of an error, and with which exit code to end. Null for help and version, which are no failures. */
export function describeFailure(error: unknown): Failure | null {
  if (error instanceof InterruptedError || isAbort(error)) {
    return {
      code: "interrupted",
      message: "Interrupted. What was done until then is whole.",
      hint: null,
      exitCode: 130,
    }
  }
  if (error instanceof CommanderError) return describeUsage(error)
  if (SessionStorageError.isInstance(error)) {
    const message = error.outcome === "unknown" ? `${error.message} ${mayBeStored}` : error.message
    return { code: error.code, message, hint: error.hint ?? null, exitCode: exitCodeOf(error) }
  }
  return {
    code: "unexpected",
    message: redactSecrets(error instanceof Error ? error.message : String(error)),
    hint: "Run it again with NODE_DEBUG=opencode-session to see where it comes from.",
    exitCode: exitCodeOf(error),
  }
}

function describeUsage(error: CommanderError): Failure | null {
  if (error.exitCode === 0) return null
  // Commander has printed the help, since no command was given.
  if (error.code === "commander.help") return { code: "usage", message: "", hint: null, exitCode: 2 }
  const [message = "", ...suggestion] = redactSecrets(error.message)
    .replace(/^error: /, "")
    .split("\n")
  return {
    code: "usage",
    message: `${message.charAt(0).toUpperCase()}${message.slice(1)}${/[.?!]$/.test(message) ? "" : "."}`,
    hint: suggestion.join(" ").replace(/[()]/g, "") || "`opencode-session COMMAND --help` shows what a command takes.",
    exitCode: 2,
  }
}

const isAbort = (error: unknown): boolean => error instanceof Error && error.name === "AbortError"
