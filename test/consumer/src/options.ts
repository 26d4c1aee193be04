import { customPart, type Message, openSessionStore, type Session, type SessionStore } from "@opencode/session-core"
import { copyStore, exportLines, importLines } from "@opencode/session-core/transfer"
import { importSource } from "@opencode/session-opencode"

/** What a program has that asked its user, read a file or looked into the environment: perhaps nothing. */
interface Perhaps {
  text?: string | undefined
  number?: number | undefined
  flag?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** Every option takes what there may be, without a spread for each. */
export async function passesOn(store: SessionStore, { text, number, flag, signal }: Perhaps): Promise<void> {
  const batch = { expectedRevision: number, batchId: text, at: number }
  const page = { limit: number, bytes: number, signal }
  await openSessionStore({ directory: text, projectId: text, allProjects: flag, migrate: flag, environment: undefined })
  await openSessionStore({ providers: undefined, onWarning: undefined, signal })

  const { id } = await store.sessions.create({
    ...{ id: text, projectId: text, title: text, titleSource: undefined, parentId: text, directory: text, agent: text },
    ...{ model: undefined, todos: undefined, metadata: undefined, batchId: text },
  })
  await store.sessions.create({ model: { providerId: "acme", modelId: "fast-1", variant: text } })
  await store.sessions.create({ todos: [{ content: "Test", status: "pending", priority: text }], metadata: { text } })
  await store.sessions.get(id, { includeDeleted: flag })
  await store.sessions.list({ ...page, state: undefined, parentId: undefined, cursor: undefined })
  await store.sessions.find(id, { includeDeleted: flag, limit: number, signal })
  store.sessions.all({ state: undefined, parentId: undefined, signal })
  await store.sessions.update(id, { title: text, agent: text, archivedAt: number, metadata: undefined }, batch)
  await store.sessions.rename(id, "Title", batch)
  await store.sessions.fork(id, { upTo: text, title: text, batchId: text })
  store.sessions.watch(id, { since: number, signal })

  await store.messages.append(
    id,
    {
      ...{
        id: text,
        role: "user",
        parentId: text,
        agent: text,
        model: undefined,
        error: undefined,
        metadata: undefined,
      },
      ...{ createdAt: number, usage: { input: number, cost: number }, parts: undefined },
    },
    batch,
  )
  await store.messages.append(id, {
    role: "user",
    parts: [
      { type: "text", id: text, text: "Hello", synthetic: flag, time: { start: 1, end: number } },
      { type: "file", mime: "text/plain", url: "file:///a", filename: text },
      { type: "tool", tool: "read", callID: "1", state: { status: "running", output: text, title: text, input: text } },
      { type: "step-finish", reason: text, snapshot: text, cost: number },
      customPart("acme.mood", { mood: text }),
    ],
  })
  await store.messages.list(id, { ...page, order: undefined, partial: flag, from: text, cursor: undefined })
  await store.messages.get(id, "m", { partial: flag, signal })
  store.messages.all(id, { order: undefined, partial: flag, signal })
  await store.messages.listParts(id, "m", {
    cursor: (await store.messages.listParts(id, "m")).nextCursor,
    limit: number,
  })
  await store.messages.listParts(id, "m", { cursor: undefined, limit: undefined, bytes: undefined, signal })
  const writer = store.messages.stream(id, { role: "assistant", agent: text, usage: undefined })
  writer.part({ type: "text", id: text, text: "Hello" })
  await writer.flush({ signal })
  await writer.complete({ usage: { output: number }, error: undefined, metadata: undefined, signal })
  await writer.fail("Broken", { usage: undefined, signal })

  await store.files.write(id, "a.ts", "let a", batch)
  await store.files.list(id, { ...page, path: text, cursor: undefined })
  store.files.all(id, { path: text, signal })

  await store.changes(id, { ...page, since: number })
  store.allChanges(id, number, { signal })
  await store.sessionChanges({ ...page, since: text })
  store.watch({ since: text, signal })
  await store.search("word", { limit: number, cursor: text, signal })
  await store.migrate({ dryRun: flag, signal })
  await store.prune({ deletedBefore: 0, everybody: flag, dryRun: flag })

  await copyStore(store, store, { sessionIds: undefined, onProgress: undefined, signal })
  await importLines(store, exportLines(store, { sessionIds: undefined, includeDeleted: flag, signal }), { signal })
  await importSource(store, "opencode.db", {
    ...{ directory: ".", project: text, author: undefined, onProgress: undefined, signal },
  })
}

/** A page's `nextCursor` is passed on as it is, null included. */
export async function pagesThrough(store: SessionStore, id: string): Promise<void> {
  const sessions = await store.sessions.list({ cursor: null })
  await store.sessions.list({ cursor: sessions.nextCursor })
  await store.messages.list(id, { cursor: (await store.messages.list(id)).nextCursor })
  await store.files.list(id, { cursor: (await store.files.list(id)).nextCursor })
  await store.search("word", { cursor: (await store.search("word")).nextCursor })
  await store.sessionChanges({ since: (await store.sessionChanges({ since: null })).cursor })
}

/** What was read of a session and a message, null where there is nothing, is what another one can begin with. */
export async function beginsAnother(store: SessionStore, session: Session, message: Message): Promise<void> {
  const { parentId, agent, model, title, metadata, todos } = session
  const { id } = await store.sessions.create({ parentId, agent, model, title, metadata, todos })
  const { role, usage, error } = message
  await store.messages.append(id, {
    role,
    parentId: message.parentId,
    agent: message.agent,
    model: message.model,
    usage,
    error,
  })
}
