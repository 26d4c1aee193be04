import type { Change, SessionProvider } from "@opencode/session-core/provider"
import { apply, create, message, scope, text } from "session-test-suites/fresh-changes"

const parents = ["s", "s/1", "s/1/1", "s/1/1/1", "s/1/1/1/1"]
/** Alike in their first thousand bytes. */
const paths = ["b", "a", "c"].map((end) => `${"long/".repeat(200)}${end}`)
const odd = `quotes ' " \` backslash \\ percent % 😀 e\u0301 trailing blanks  `

/**
 * Writes, moves, hides and removes, and reads everything back in every way that there is. The result is the same on every
 * server whose settings change nothing, apart from times and cursors, which it leaves out.
 */
export async function tellStory(provider: SessionProvider): Promise<unknown> {
  await apply(provider, "s", [create(odd)])
  for (const [index, id] of parents.slice(1).entries()) await apply(provider, id, [child(parents[index] ?? "")])
  for (let index = 0; index < 6; index += 1) {
    const parts = Array.from({ length: 4 }, (_, part) => text(`m${index}`, `p${part}`, `${odd}needle ${index}.${part}`))
    await apply(provider, "s", [message(`m${index}`, 0.1), ...parts])
  }
  await apply(provider, "s", [message("large"), text("large", "p", "😀".repeat(300_000))])
  for (const path of paths)
    await apply(provider, "s", [{ type: "file.put", file: { path, content: odd, createdAt: 1 } }])
  for (const project of ["p1", "p2", "p3", "p4"])
    await provider.putProject({ id: project, name: odd, aliases: [], createdAt: 1 })
  const refused = [
    await codeOf(apply(provider, "s", [text("missing", "p", "x")])),
    await codeOf(apply(provider, "s", [create()])),
    await codeOf(apply(provider, "s", [{ type: "session.update", fields: { title: "x" } }], { expectedRevision: 1 })),
  ]
  const before = await readAll(provider)
  await apply(provider, "s", [{ type: "session.delete" }])
  const hidden = await readAll(provider)
  await apply(provider, "s", [{ type: "session.restore" }])
  const restored = await readAll(provider)
  await apply(provider, "s/1/1", [{ type: "session.purge" }])
  const purged = await readAll(provider)
  await apply(provider, "s", [{ type: "session.delete" }])
  const { sessions } = await provider.prune({ scope, deletedBefore: Date.now() + 60_000, user: null })
  const { checks } = await provider.check()
  const clock = checks.find(({ name }) => name === "clock")?.status
  return { refused, before, hidden, restored, purged, pruned: sessions.sort(), clock }
}

const child = (parentId: string): Change => {
  const made = create(`child of ${parentId}`)
  return made.type === "session.create" ? { ...made, session: { ...made.session, parentId } } : made
}

async function codeOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call
    return "it was taken"
  } catch (error) {
    return (error as { code?: unknown }).code // Whatever it is, the story tells it.
  }
}

async function readAll(provider: SessionProvider): Promise<unknown> {
  const sessionId = "s"
  const sessions = await Promise.all(
    (["active", "deleted"] as const).map((state) => provider.listSessions({ scope, state, limit: 50 })),
  )
  const { changes } = await provider.changes({ scope, sessionId, since: 0, limit: 100 })
  const feed = await provider.sessionChanges({ scope, limit: 100 })
  const { hits } = await provider.search({ scope, text: "NEEDLE", limit: 20 })
  return {
    sessions: sessions.map((page) =>
      page.sessions.map(({ id, title, revision, usage }) => [id, title, revision, usage]),
    ),
    content: await contentOf(provider, sessionId),
    changes: changes.map(({ type, revision }) => [type, revision]),
    feed: feed.changes.map((change) => [change.sessionId, change.revision]).sort(),
    hits: hits.map(({ messageId, partId }) => [messageId, partId]),
    projects: (await provider.listProjects()).map(({ id, sessionCount }) => [id, sessionCount]),
    statistics: await provider.statistics(scope),
  }
}

/** Of a session that is not hidden. */
async function contentOf(provider: SessionProvider, sessionId: string): Promise<unknown> {
  if ((await provider.getSession({ scope, sessionId })) === null) return null
  const { messages } = await provider.listMessages({ scope, sessionId, order: "oldest-first", limit: 50 })
  const { files } = await provider.listFiles({ scope, sessionId, limit: 50 })
  return {
    messages: messages.map(({ id, position, parts }) => [id, position, parts.map(({ data }) => data)]),
    files: files.map(({ path, version, content }) => [path, version, content]),
  }
}
