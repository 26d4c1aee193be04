import { statSync } from "node:fs"
import { isAbsolute } from "node:path"
import { createSessionStore, type Scope, SessionStorageError, type SessionStore } from "@opencode/session-core"
import { openProvider, resolveSetup } from "@opencode/session-core/configuration"
import { type SessionProvider, scopeProjectId } from "@opencode/session-core/provider"
import type { CommandContext } from "../context/command-context.ts"
import { bundledProviders } from "./bundled-providers.ts"
import { parseCopyTarget } from "./copy-target.ts"
import { warningsTo } from "./warnings-to.ts"

/** Opens the store that a copy goes to, with the scope of its source, and brings its schema up to date. */
export async function openCopyTarget(
  { diagnostics, directory, environment }: CommandContext,
  source: SessionStore,
  to: string,
): Promise<SessionStore> {
  const { configuration } = await resolveSetup({ directory, environment })
  const { configuredTypes } = configuration
  const onWarning = warningsTo(diagnostics)
  const target = parseCopyTarget(to, { directory, configuredTypes, look })
  const provider =
    "configured" in target
      ? await openConfigured(target.type, directory, environment, onWarning)
      : await openNamed(target.type, target.options, directory, environment, onWarning).catch(aboutTarget)
  try {
    if (provider.name === source.provider.name && isSamePlace(provider.location, source.provider.location)) {
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
type OnWarning = ReturnType<typeof warningsTo>

async function openConfigured(type: string, directory: string, environment: Environment, onWarning: OnWarning) {
  const changed = { ...environment, OPENCODE_SESSION_PROVIDER_TYPE: type }
  const { configuration } = await resolveSetup({ directory, environment: changed })
  return openProvider(configuration, changed, bundledProviders, onWarning)
}

async function openNamed(
  providerType: string,
  providerOptions: Parameters<typeof openProvider>[0]["providerOptions"],
  directory: string,
  environment: Environment,
  onWarning: OnWarning,
) {
  // Variables that are meant for the source must not turn the copy elsewhere.
  const without = Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith("OPENCODE_")))
  const { configuration } = await resolveSetup({ directory, environment: without })
  // The person at the keyboard said where to: no file did.
  return openProvider(
    { ...configuration, files: [], providerType, providerOptions, origins: new Map() },
    without,
    bundledProviders,
    onWarning,
  )
}

/** A mistake in a DSN is one of the command line, not of a configuration. */
function aboutTarget(error: unknown): never {
  if (!SessionStorageError.isInstance(error, "invalid_configuration")) throw error
  const message = error.message.replace(/^sessionProvider\.mysql\.dsn/, "The target")
  throw new SessionStorageError("invalid_input", message, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  })
}

function look(path: string): "file" | "folder" | null {
  try {
    return statSync(path).isDirectory() ? "folder" : "file"
  } catch {
    // Whatever it is, opening it says why not.
    return null
  }
}

/** The same text, or two names of the same file. */
function isSamePlace(left: string, right: string): boolean {
  if (left === right) return true
  if (!isAbsolute(left) || !isAbsolute(right)) return false
  const [one, other] = [left, right].map((path) => statSync(path, { bigint: true, throwIfNoEntry: false }))
  return one !== undefined && one.dev === other?.dev && one.ino === other.ino
}
