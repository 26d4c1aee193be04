import type {
  Batch,
  Change,
  JsonObject,
  MessageFields,
  NewSession,
  PartFields,
  SessionProvider,
  Usage,
} from "@opencode/session-core/provider"

/** The project that most tests work in. */
export const project = "app"
export const scope = { projectId: project }
export const everything = { allProjects: true } as const
export const author = { user: "ann", host: "desk" }

/** When everything in the tests happens, unless they say otherwise. */
export const someTime = 1_700_000_000_000

export function newSession(fields: Partial<NewSession> = {}): NewSession {
  return {
    projectId: project,
    title: "A session",
    titleSource: "generated",
    parentId: null,
    directory: "",
    author,
    agent: null,
    model: null,
    todos: [],
    metadata: {},
    archivedAt: null,
    createdAt: someTime,
    deletedAt: null,
    deletionId: null,
    ...fields,
  }
}

export function messageFields(id: string, fields: Partial<MessageFields> = {}): MessageFields {
  return {
    id,
    role: "user",
    parentId: null,
    agent: null,
    model: null,
    usage: null,
    error: null,
    author,
    metadata: {},
    createdAt: someTime,
    updatedAt: someTime,
    completedAt: someTime,
    ...fields,
  }
}

export function partFields(messageId: string, id: string, fields: Partial<PartFields> = {}): PartFields {
  return { id, messageId, type: "text", data: { text: id }, createdAt: someTime, updatedAt: someTime, ...fields }
}

export const usage = (input: number, cost = 0): Usage => ({
  ...{ input, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0 },
  cost,
})

/*
 * Changes, in the words of a test.
 */

export const create = (fields: Partial<NewSession> = {}): Change => ({
  type: "session.create",
  session: newSession(fields),
})

export const message = (id: string, fields: Partial<MessageFields> = {}): Change => ({
  type: "message.put",
  message: messageFields(id, fields),
})

export const part = (messageId: string, id: string, fields: Partial<PartFields> = {}): Change => ({
  type: "part.put",
  part: partFields(messageId, id, fields),
})

const textData = (words: string): { data: JsonObject } => ({ data: { text: words } })

export const text = (messageId: string, id: string, words: string): Change => part(messageId, id, textData(words))

export const file = (path: string, content: string): Change => ({
  type: "file.put",
  file: { path, content, createdAt: someTime },
})

export const rename = (title: string): Change => ({ type: "session.update", fields: { title, titleSource: "user" } })
export const remove = { type: "session.delete" } as const satisfies Change
export const restore = { type: "session.restore" } as const satisfies Change
export const purge = { type: "session.purge" } as const satisfies Change
export const move = (projectId: string): Change => ({ type: "session.move", projectId })

let batches = 0

/** Sends changes as a batch of its own id. */
export async function apply(
  provider: SessionProvider,
  sessionId: string,
  changes: Change[],
  options: Partial<Batch> = {},
): Promise<number> {
  batches += 1
  const id = `batch-${process.pid}-${batches}`
  const { revision } = await provider.apply({ id, scope: everything, sessionId, at: someTime, changes, ...options })
  return revision
}
