import { statSync } from "node:fs"
import {
  createSessionStore,
  openProvider,
  resolveSetup,
  type Scope,
  type SessionProvider,
  SessionStorageError,
  type SessionStore,
  scopeProjectId,
} from "@opencode/session-core"
import { bundledProviders } from "./bundled-providers.ts"
import type { CommandContext } from "./command-context.ts"
import { parseCopyTarget } from "./copy-target.ts"

/** Opens the store that a copy goes to, with the scope of its source, and brings its schema up to date. */
export async function openCopyTarget(
  { directory, environment }: CommandContext,
  source: SessionStore,
  to: string,
): Promise<SessionStore> {
  const target = parseCopyTarget(to, directory, isFolder)
  const provider =
    "configured" in target
      ? await openConfigured(target.type, directory, environment)
      : await openNamed(target.type, target.options, directory, environment)
  try {
    if (provider.name === source.provider.name && provider.location === source.provider.location) {
      throw new SessionStorageError("invalid_input", `${provider.location} is where the sessions are already.`, {
        hint: "Name another target.",
      })
    }
    await provider.migrate()
    return createSessionStore({ provider, scope: await scopeAt(provider, source.scope), author: null })
  } catch (error) {
    await provider.close()
    throw error
  }
}

/** A project that was merged into another at the target goes on there. */
async function scopeAt(provider: SessionProvider, scope: Scope): Promise<Scope> {
  const id = scopeProjectId(scope)
  return id === null ? scope : { projectId: (await provider.getProject(id))?.id ?? id }
}

type Environment = CommandContext["environment"]

async function openConfigured(type: string, directory: string, environment: Environment) {
  const changed = { ...environment, OPENCODE_SESSION_PROVIDER_TYPE: type }
  const { configuration } = await resolveSetup({ directory, environment: changed })
  return openProvider(configuration, changed, bundledProviders)
}

async function openNamed(
  providerType: string,
  providerOptions: Parameters<typeof openProvider>[0]["providerOptions"],
  directory: string,
  environment: Environment,
) {
  // Variables that are meant for the source must not turn the copy elsewhere.
  const without = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("OPENCODE_")))
  const { configuration } = await resolveSetup({ directory, environment: without })
  // The person at the keyboard said where to: no file did.
  return openProvider(
    { ...configuration, providerType, providerOptions, origins: new Map() },
    without,
    bundledProviders,
  )
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
