/**
 * What creates a session that has nothing special, but for the given fields. It is checked against the contract where it is used:
 * this package is below core.
 */
export const newSession = <Fields extends object>(fields: Fields) => ({
  projectId: "app",
  title: "A title",
  titleSource: "user" as const,
  parentId: null,
  directory: "",
  author: null,
  agent: null,
  model: null,
  todos: [],
  metadata: {},
  archivedAt: null,
  createdAt: 1,
  deletedAt: null,
  deletionId: null,
  ...fields,
})
