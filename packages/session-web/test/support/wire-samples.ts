import type { MessageWithParts, Part, Session } from "../../src/schemas/index.ts"

const noUsage = { input: 0, output: 0, reasoning: 0, cacheRead: 0, cacheWrite: 0, cost: 0 }

/** A session as the server sends it. */
export const wireSession = (id: string, fields: Partial<Session> = {}): Session => ({
  id,
  projectId: "widget",
  parentId: null,
  title: id,
  titleSource: "user",
  directory: "",
  author: null,
  agent: null,
  model: null,
  todos: [],
  metadata: {},
  marks: [],
  usage: noUsage,
  messageCount: 0,
  revision: 1,
  createdAt: 0,
  updatedAt: 0,
  archivedAt: null,
  deletedAt: null,
  deletionId: null,
  ...fields,
})

/** A message as the server sends it, at a position that is its first revision, too. */
export const wireMessage = (
  id: string,
  position: number,
  fields: Partial<MessageWithParts> = {},
): MessageWithParts => ({
  id,
  sessionId: "session",
  role: "user",
  parentId: null,
  agent: null,
  model: null,
  usage: null,
  error: null,
  author: null,
  metadata: {},
  position,
  revision: position,
  createdAt: 0,
  updatedAt: 0,
  completedAt: 0,
  parts: [],
  ...fields,
})

/** A part as the server sends it. */
export const wirePart = (id: string, messageId: string, position: number, fields: Partial<Part> = {}): Part => ({
  id,
  sessionId: "session",
  messageId,
  type: "text",
  data: { text: id },
  position,
  revision: position,
  createdAt: 0,
  updatedAt: 0,
  ...fields,
})
