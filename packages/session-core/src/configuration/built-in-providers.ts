/** The types that a project's own file may choose, with the packages that provide them. */
export const builtInProviders: ReadonlyMap<string, string> = new Map([
  ["sqlite", "@opencode/session-sqlite"],
  ["mysql", "@opencode/session-mysql"],
  ["postgres", "@opencode/session-postgres"],
])

/** A name that npm takes, perhaps with a path inside the package. */
export const isPackageName = (type: string): boolean =>
  /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*(?:\/[\w~-][\w.~-]*)*$/.test(type)
