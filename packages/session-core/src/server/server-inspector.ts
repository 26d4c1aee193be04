import type { DriverErrors } from "./error-meaning.ts"

/**
 * What another connection shows of a statement that has no answer yet.
 *
 * - `running`: the server works on it.
 * - `idle`: the server waits for a statement on that connection. It never got this one, or has answered.
 * - `missing`: the server does not know the connection. A proxy that shares connections has numbers of its own.
 * - `unreachable`: no other connection could be made either.
 * - `undecided`: the server could not be asked.
 */
export type Finding = "running" | "idle" | "missing" | "unreachable" | "undecided"

/** How a server is looked at. */
export interface InspectorOptions<Connection> {
  /** Opens a connection of its own. */
  open(): Promise<Connection>
  /** Takes over the connection when nobody looks any more. */
  release(connection: Connection): void
  /** What the server says of another connection, by the number that it knows it by. */
  ask(connection: Connection, number: number): Promise<Finding>
  /** Tells a server that refuses the question from one that is not reached. */
  errors: Pick<DriverErrors, "isServers" | "meaningOf">
}

/** Looks at a server, for who waits for its answer. */
export interface ServerInspector {
  /** Never fails. */
  look(number: number): Promise<Finding>
}

/** Looks at the server by a connection of its own, which all who look at the same time share. */
export function createInspector<Connection>(options: InspectorOptions<Connection>): ServerInspector {
  const { open, release, ask, errors } = options
  let shared: Promise<Connection> | undefined
  let users = 0
  return {
    async look(number) {
      shared ??= open()
      const own = shared
      users += 1
      try {
        return await ask(await own, number)
      } catch (error) {
        return errors.isServers(error) && errors.meaningOf(error)?.fatal !== true ? "undecided" : "unreachable"
      } finally {
        users -= 1
        if (users === 0) {
          shared = undefined
          own.then(release, () => {})
        }
      }
    },
  }
}
