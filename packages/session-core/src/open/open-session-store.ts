import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { relativeDirectory } from "../project/relative-directory.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { createSessionStore, type SessionStore } from "../store/session-store.ts"
import { checkKeys } from "../validation/check-keys.ts"
import { currentAuthor } from "./current-author.ts"
import { openProvider } from "./open-provider.ts"
import { resolveSetup, type SetupOptions } from "./resolve-setup.ts"

/** Which store is opened, and for which project. */
export interface OpenSessionStoreOptions extends SetupOptions, AbortOptions {
  /** The project, whatever the folder says. */
  projectId?: string | undefined
  /** All projects instead of one. */
  allProjects?: boolean | undefined
  /** False leaves the schema as it is, for whoever only looks at it. */
  migrate?: boolean | undefined
  /** Providers that the application brings: bundled into it, or its own. Any other is found by its package's name. */
  providers?: readonly ProviderDefinition[] | undefined
  /**
   * Told what the user should know though it stops nothing: that other users of the machine may read the database, or that git does not
   * read the repository, so that the project is that of the folder's name.
   */
  onWarning?: ((warning: string) => void) | undefined
}

/** Every key, by the compiler's leave: a new member is missing here until it is added. */
const optionKeys = Object.keys({
  ...{ projectId: true, allProjects: true, migrate: true, providers: true, onWarning: true, signal: true },
  ...{ directory: true, environment: true, onlyOwnFiles: true },
} satisfies Record<keyof OpenSessionStoreOptions, true>)

/**
 * Opens the store that the configuration names (SQLite in `~/.opencode` when it names none) for the project of a folder, and
 * brings its schema up to date.
 *
 * Fails with `invalid_configuration`, `untrusted_configuration`, `provider_not_found` or `provider_incompatible` before
 * anything is opened, and then with what the provider finds: `foreign_database`, `newer_schema`, `access_denied`, …
 * When `signal` aborts, rejects with its reason at once, also while another process migrates; what was opened is closed.
 *
 * @example
 * ```ts
 * await using store = await openSessionStore({ directory: process.cwd() })
 * const session = await store.sessions.create({ title: "Fix the parser" })
 * ```
 */
export async function openSessionStore(options: OpenSessionStoreOptions = {}): Promise<SessionStore> {
  checkKeys("openSessionStore's argument", options, optionKeys)
  const { environment = process.env, providers, onWarning, signal } = options
  signal?.throwIfAborted()
  const { identity, configuration } = await resolveSetup(options)
  const isOfFolder = options.projectId === undefined && options.allProjects !== true
  if (isOfFolder && identity.warning !== null) onWarning?.(identity.warning)
  const provider = await openProvider(configuration, environment, providers, onWarning)
  try {
    if (options.migrate !== false) await untilAborted(signal, () => provider.migrate())
    const id = options.projectId ?? identity.id
    // A project that was merged into another goes on there. Without a schema there is no project to look for.
    const project =
      options.allProjects === true || options.migrate === false
        ? null
        : await untilAborted(signal, () => provider.getProject(id))
    return createSessionStore({
      provider,
      scope: options.allProjects === true ? { allProjects: true } : { projectId: project?.id ?? id },
      author: currentAuthor(),
      directory: relativeDirectory(identity.worktreeDirectory, identity.directory),
    })
  } catch (error) {
    const closed = provider.close()
    // It may wait for a migration, which an abort does not.
    if (signal?.aborted === true) closed.catch(() => {})
    else await closed
    throw error
  }
}
