import type { Change } from "@opencode/session-core/provider"
import { apply, create, message, text } from "session-test-suites/fresh-changes"
import { openProvider } from "./open-in-process.ts"
import { sessionTrees } from "./session-trees.ts"

/*
 * A process with several callers that change the sessions of `sessionTrees` at random until its time is over. Tells its parent how
 * many changes of each kind were made.
 */

const scope = { allProjects: true } as const
const projects = ["app", "elsewhere"]

const { dsn, name, seconds, callers } = JSON.parse(process.argv[2] ?? "{}")
const provider = await openProvider({ dsn, maxConnections: callers })
const counts: Record<string, number> = {}
let made = 0

const anyOf = <Item>(items: readonly Item[]): Item => {
  const item = items[Math.floor(Math.random() * items.length)]
  if (item === undefined) throw new TypeError("There is nothing to choose from.")
  return item
}

/** What a caller does to a session. */
const kinds: Record<string, () => Change[]> = {
  append: () => {
    made += 1
    return [message(`${name}-${made}`), text(`${name}-${made}`, "p", "a few words")]
  },
  rename: () => [{ type: "session.update", fields: { title: `${name}-${made}`, titleSource: "user" } }],
  join: () => [{ type: "session.update", fields: { parentId: anyOf(sessionTrees) } }],
  delete: () => [{ type: "session.delete" }],
  restore: () => [{ type: "session.restore" }],
  move: () => [{ type: "session.move", projectId: anyOf(projects) }],
}

/** A sub-agent's session that comes into a subtree, and goes. */
async function createAndPurge(): Promise<void> {
  made += 1
  const id = `${name}-${made}`
  await apply(provider, id, [create("A title", anyOf(projects), anyOf(sessionTrees)), message("m")], { scope })
  await apply(provider, id, [{ type: "session.purge" }], { scope })
}

const end = performance.now() + seconds * 1000
await Promise.all(
  Array.from({ length: callers }, async () => {
    while (performance.now() < end) {
      const kind = anyOf(["create and purge", ...Object.keys(kinds)])
      const changes = kinds[kind]?.()
      if (changes === undefined) await createAndPurge()
      else await apply(provider, anyOf(sessionTrees), changes, { scope })
      counts[kind] = (counts[kind] ?? 0) + 1
    }
  }),
)
await new Promise((resolve) => process.send?.(counts, resolve))
process.disconnect()
await provider.close()
