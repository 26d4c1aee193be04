import type { SessionStore } from "@opencode/session-core"

/**
 * A store that reads as another does and takes writes without doing them, so that an import reports what it would do. Each write gets
 * the answer that it would have got if nobody else had written.
 */
export function dryRunStore(store: SessionStore): SessionStore {
  const revisions = new Map<string, number>()
  const apply: SessionStore["apply"] = async (sessionId, changes) => {
    const before =
      revisions.get(sessionId) ?? (await store.sessions.get(sessionId, { includeDeleted: true }))?.revision ?? 0
    const revision = before + changes.length
    revisions.set(sessionId, revision)
    return { revision }
  }
  const projects = new Proxy(store.projects, {
    get: (target, key) => (key === "put" ? async () => ({ leftOut: [] }) : bound(target, key)),
  })
  return new Proxy(store, {
    get(target, key) {
      if (key === "apply") return apply
      return key === "projects" ? projects : bound(target, key)
    },
  })
}

/** What an object has under a key; methods keep their object, whose private fields a proxy does not have. */
function bound<Target extends object>(target: Target, key: string | symbol): unknown {
  const value: unknown = Reflect.get(target, key, target)
  return typeof value === "function" ? value.bind(target) : value
}
