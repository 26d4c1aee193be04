/** Whether this module was bundled into a program: in its package, it is in a file of its own name. */
export const isBundled: boolean = import.meta.url?.includes("bundled-provider.") !== true

/**
 * The package of a provider that was bundled into the program with this module; null where it was not. Only a bundler follows
 * these imports, which is what they are for: in a single executable there is no other way to find a package. A program that is
 * not bundled finds its packages by their folders.
 */
export async function bundledProvider(type: string): Promise<Record<string, unknown> | null> {
  if (!isBundled) return null
  try {
    switch (type) {
      case "sqlite":
        // @ts-expect-error: core does not depend on it.
        return await import(/* webpackIgnore: true */ "@opencode/session-sqlite")
      case "mysql":
        // @ts-expect-error: core does not depend on it.
        return await import(/* webpackIgnore: true */ "@opencode/session-mysql")
      case "postgres":
        // @ts-expect-error: core does not depend on it.
        return await import(/* webpackIgnore: true */ "@opencode/session-postgres")
      default:
        return null
    }
  } catch {
    // It was not installed when the program was bundled.
    return null
  }
}
