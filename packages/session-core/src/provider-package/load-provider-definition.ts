import { dirname, isAbsolute } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { builtInProviders } from "../configuration/built-in-providers.ts"
import { SessionStorageError } from "../errors/index.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import { showText } from "../secrets/show.ts"
import { nearestKey } from "../validation/nearest-key.ts"
import { bundledProvider, isBundled } from "./bundled-provider.ts"
import { checkProviderDefinition } from "./check-provider-definition.ts"
import { resolveProviderModule } from "./resolve-provider-module.ts"

export interface LoadProviderDefinitionOptions {
  /**
   * Folders from which to look for the package when it is not found from where this one is installed: those of the
   * application, for package managers that let each package see only its own dependencies. Never the folder that sessions
   * run in: it is somebody's repository, and a `node_modules` in it would be run unasked.
   */
  resolveFrom: readonly string[]
}

/**
 * Loads the provider for a type: `sqlite`, `mysql`, the name of a package, or a module's absolute path. It runs the code it
 * finds: call `assertTrustedType` first.
 *
 * Fails with `provider_not_found` when the package is not installed, and with `provider_incompatible` when it is but cannot
 * be loaded (`cause` says why), is no provider, or speaks another version of the contract.
 */
export const loadProviderDefinition = async (
  type: string,
  { resolveFrom }: LoadProviderDefinitionOptions,
): Promise<ProviderDefinition> => {
  const specifier = builtInProviders.get(type) ?? type
  const origin = showText(specifier)
  const what = `The provider of ${origin}`
  const bundled = await bundledProvider(type)
  if (bundled !== null) return checkProviderDefinition(exportedProvider(bundled), { what, origin })
  const file = await findModule(specifier, [...ownFolder(), ...resolveFrom])
  if (file === null) throw notFound(type, specifier)
  return checkProviderDefinition(exportedProvider(await importModule(file, specifier)), { what, origin })
}

/** Bundled as CommonJS, this module does not know where it is. */
const ownFolder = (): string[] => (import.meta.url === undefined ? [] : [dirname(fileURLToPath(import.meta.url))])

const findModule = async (specifier: string, folders: readonly string[]): Promise<string | null> => {
  for (const folder of folders) {
    const file = await resolveProviderModule(specifier, folder)
    if (file !== null) return file
  }
  return null
}

const importModule = async (file: string, specifier: string): Promise<Record<string, unknown>> => {
  try {
    // A name without a folder is one of the runtime's own modules.
    return await import(/* @vite-ignore */ isAbsolute(file) ? pathToFileURL(file).href : file)
  } catch (cause) {
    // A provider may say itself why it cannot run here.
    if (SessionStorageError.isInstance(cause)) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SessionStorageError(
      "provider_incompatible",
      `${showText(specifier)} is installed but cannot be loaded: ${showText(reason)}`,
      { hint: `Install ${showText(specifier)} again with its dependencies, or ask its authors.`, cause },
    )
  }
}

/** A CommonJS module may have it on its default export only. */
const exportedProvider = (module: Record<string, unknown>): unknown => {
  if (module.provider !== undefined) return module.provider
  const fallback = module.default
  return typeof fallback === "object" && fallback !== null && "provider" in fallback ? fallback.provider : undefined
}

/** Any other package is found by its folder, also by a bundled program. */
const bundledHint = " and bundle the program again, or pass the provider: openSessionStore({ providers: [provider] })"

const notFound = (type: string, specifier: string): SessionStorageError => {
  if (isAbsolute(specifier)) {
    return new SessionStorageError("provider_not_found", `There is no provider module ${showText(specifier)}.`, {
      hint: "Check the path in sessionProvider.type.",
    })
  }
  return new SessionStorageError(
    "provider_not_found",
    `The session provider ${showText(type)} needs the package ${showText(specifier)}, which is not installed.`,
    { hint: hintFor(type, specifier) },
  )
}

/** A package whose name does not say that it is about sessions may be anything: nobody is told to install it. */
const isAboutSessions = (specifier: string): boolean => specifier.startsWith("@") || /session|opencode/i.test(specifier)

function hintFor(type: string, specifier: string): string {
  const known = [...builtInProviders.keys()]
  if (builtInProviders.has(type)) return `npm install ${showText(specifier)}${isBundled ? bundledHint : ""}`
  const nearest = nearestKey(type, known)
  if (nearest !== null) return `Did you mean ${nearest}?`
  if (isAboutSessions(specifier)) return `npm install ${showText(specifier)}`
  return `Known types: ${known.join(", ")}. Any other type is the name of a package that is a session provider, such as @me/session-redis, or the path of a module.`
}
