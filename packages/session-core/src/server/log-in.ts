import { SessionStorageError } from "../errors/session-storage-error.ts"
import { redactSecrets } from "../secrets/redact-secrets.ts"
import type { AttemptClock } from "./attempt-clock.ts"
import { Password } from "./password.ts"
import type { PasswordSource } from "./password-source.ts"

/** How a connection is made with a password that may change. */
export interface LogInOptions<Connection> {
  /** Where the password comes from. Connections with the same object share what a command has said. */
  source: PasswordSource
  /** The time of the attempt, of which the wait for the password is no part. */
  clock: AttemptClock
  /** How long a password may be waited for, milliseconds. */
  patience: number
  /** For people, without secrets. */
  location: string
  /** Whether the server refused the user or the password. */
  isRefused(error: unknown): boolean
  /** Connects and authenticates. */
  connect(password: string): Promise<Connection>
}

const passwords = new WeakMap<PasswordSource, Password>()

function passwordOf(source: PasswordSource): Password {
  const password = passwords.get(source) ?? new Password(source)
  passwords.set(source, password)
  return password
}

/**
 * Connects. A password that the server refuses is asked for again: it may have been rotated, or a token may have expired. Fails
 * as `connect` does, or with what is wrong with the password.
 */
export async function logIn<Connection>(options: LogInOptions<Connection>): Promise<Connection> {
  const { source, clock, patience, isRefused, connect } = options
  const password = passwordOf(source)
  const first = await clock.pause(() => password.read(patience))
  let connection: Connection
  try {
    connection = await connect(first)
  } catch (error) {
    if (!isRefused(error)) throw error
    const another = await clock.pause(() => password.renew(first, patience))
    if (another === undefined) throw refusal(error, options)
    connection = await connect(another).catch((second: unknown) => {
      throw refusal(second, options)
    })
  }
  password.confirm()
  return connection
}

/** Names what gives the password, where it is not written in the configuration. */
function refusal(
  error: unknown,
  { source, location, isRefused }: Pick<LogInOptions<unknown>, "source" | "location" | "isRefused">,
): unknown {
  if (source.kind === "value" || !(error instanceof Error) || !isRefused(error)) return error
  return new SessionStorageError(
    "authentication_failed",
    `The server refused the user, or the password that ${source.key} gives. (${location}: ${redactSecrets(error.message)})`,
    { cause: error, hint: "Check the user, and what the file or the command gives." },
  )
}
