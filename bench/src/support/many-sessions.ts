import type { SessionStore } from "@opencode/session-core"
import { Random } from "../content/random.ts"
import { prose } from "../content/texts.ts"

const todos = ["Write a test for it", "Mend it", "Run all tests"].map((content) => ({
  content,
  status: "pending",
  priority: "high",
}))
/** Sessions that are created at the same moment share a transaction. */
const atOnce = 50

/** Creates sessions, the later ones with later times. */
export async function createSessions(store: SessionStore, count: number): Promise<void> {
  const random = new Random(count)
  const titles = Array.from({ length: 500 }, () => prose(random, 60).slice(0, 60).toWellFormed())
  const create = (index: number) =>
    store.apply(
      `ses_${String(index).padStart(26, "0")}`,
      [
        {
          type: "session.create",
          session: {
            projectId: store.projectId ?? "",
            title: `${titles[index % titles.length]} ${index}`,
            titleSource: "generated",
            parentId: null,
            directory: "packages/core",
            author: { user: "alice", host: "bench" },
            agent: "build",
            model: { providerId: "anthropic", modelId: "claude-sonnet-4-5" },
            // Agents make one for longer tasks.
            todos: index % 4 === 0 ? todos : [],
            metadata: {},
            archivedAt: null,
            createdAt: index * 1000,
            deletedAt: null,
            deletionId: null,
          },
        },
      ],
      { at: index * 1000 },
    )
  for (let start = 0; start < count; start += atOnce) {
    await Promise.all(Array.from({ length: Math.min(atOnce, count - start) }, (_, index) => create(start + index)))
  }
}

/** The cursor by which page `page` begins. */
export async function cursorOfPage(store: SessionStore, limit: number, page: number): Promise<string> {
  let cursor: string | undefined
  for (let read = 1; read < page; read += 1) {
    const { nextCursor } = await store.sessions.list({ limit, ...(cursor === undefined ? {} : { cursor }) })
    if (nextCursor === null) throw new Error(`There is no page ${page}.`)
    cursor = nextCursor
  }
  if (cursor === undefined) throw new Error("The first page has no cursor.")
  return cursor
}
