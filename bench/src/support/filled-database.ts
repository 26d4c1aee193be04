import { createSessionStore, type SessionStore } from "@opencode/session-core"
import type { SessionProvider } from "@opencode/session-core/provider"
import { author } from "../content/author.ts"
import { Random } from "../content/random.ts"
import { proseOfBytes } from "../content/texts.ts"
import { openSqlite } from "./open-store.ts"

const projectIds = ["api", "app", "docs", "tools"].map((name) => `github.com/opencode-ai/${name}`)
const sessionsPerProject = 500
const messagesPerSession = 5
/** Those that are written at the same moment share a transaction. */
const atOnce = 50
/** Bytes of a message's text. */
export const textBytes = 900

export interface ProjectSession {
  projectId: string
  sessionId: string
}

/** Fills a new file with 2,000 sessions in four projects, with ids as the library makes them, and closes it. */
export async function fillDatabase(file: string): Promise<ProjectSession[]> {
  const provider = await openSqlite(file)
  const random = new Random(23)
  const sessions: ProjectSession[] = []
  for (let made = 0; made < sessionsPerProject; made += atOnce) {
    const filling = projectIds.flatMap((projectId) =>
      Array.from({ length: atOnce }, async () => {
        sessions.push({ projectId, sessionId: await fillSession(storeOfProject(provider, projectId), random) })
      }),
    )
    await Promise.all(filling)
  }
  await provider.close()
  return sessions
}

/** A store as an agent has it that works in a project. */
export const storeOfProject = (provider: SessionProvider, projectId: string): SessionStore =>
  createSessionStore({ provider, scope: { projectId }, author })

async function fillSession(store: SessionStore, random: Random): Promise<string> {
  const { id } = await store.sessions.create({ title: proseOfBytes(random, 40) })
  for (let count = 0; count < messagesPerSession; count += 1) {
    const role = count % 2 === 0 ? "user" : "assistant"
    await store.messages.append(id, { role, parts: [{ type: "text", text: proseOfBytes(random, textBytes) }] })
  }
  return id
}
