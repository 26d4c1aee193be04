import { fork } from "node:child_process"
import { once } from "node:events"
import { connectAsAdministrator, createDatabase, type ProvidedServer, startServer } from "session-test-servers/mysql"
import { bundleProgram } from "session-test-support/bundle-program"
import { expect, onTestFinished } from "vitest"
import { deadlocksOf } from "./deadlocks-of.ts"
import { apply, create, freshStore } from "./fresh-store.ts"
import { parentOf, sessionTrees } from "./session-trees.ts"

const processes = 4
const callers = 6

export interface DeadlockCount {
  deadlocks: number
  /** How many changes of each kind were made. */
  changes: Record<string, number>
}

/**
 * Has processes append, create, rename, join, delete, restore, move and purge in four trees of sessions for so many seconds, and
 * counts the deadlocks that the server has ended meanwhile. On a server of its own: other tests provoke some.
 */
export async function countDeadlocks(shared: ProvidedServer, seconds: number): Promise<DeadlockCount> {
  const program = await bundleProgram(new URL("./change-at-once.ts", import.meta.url))
  // Which statements met each other stands in the server's log then.
  const server = await startServer(shared, { arguments: ["--innodb-print-all-deadlocks=ON"] })
  onTestFinished(() => server.close())
  const { provider, database } = await freshStore(server, {}, await createDatabase(server))
  for (const id of sessionTrees) await apply(provider, id, [create("A title", "app", parentOf(id))])
  const results = await Promise.all(
    Array.from({ length: processes }, async (_, index) => {
      const work = { dsn: database.dsn(), name: `w${index}`, seconds, callers }
      const child = fork(program, [JSON.stringify(work)], { stdio: "inherit" })
      onTestFinished(() => void child.kill())
      // A process that fails says so on the standard error, and ends without a word to us.
      const [told] = await Promise.race([once(child, "message"), once(child, "exit")])
      expect(told, "a process failed").toBeTypeOf("object")
      return told as Record<string, number> // As the program counts.
    }),
  )
  const administrator = await connectAsAdministrator(server)
  onTestFinished(() => administrator.destroy())
  const changes: Record<string, number> = {}
  for (const [kind, count] of results.flatMap((result) => Object.entries(result))) {
    changes[kind] = (changes[kind] ?? 0) + count
  }
  return { deadlocks: await deadlocksOf(administrator), changes }
}
