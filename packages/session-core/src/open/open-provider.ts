import type { Configuration } from "../configuration/configuration.ts"
import { withoutOptionValues } from "../configuration/mask-provider-options.ts"
import { SessionStorageError } from "../errors/index.ts"
import { readableByOthers } from "../own-files/readable-by-others.ts"
import type { ProviderDefinition } from "../provider/provider-definition.ts"
import type { SessionProvider } from "../provider/session-provider.ts"
import { checkProviderDefinition } from "../provider-package/check-provider-definition.ts"
import { loadProviderDefinition } from "../provider-package/load-provider-definition.ts"
import { assertOwnLocation } from "../trust/assert-own-location.ts"
import {
  assertOwnFiles,
  assertTrustedOptions,
  assertTrustedTarget,
  assertTrustedType,
} from "../trust/assert-trusted.ts"
import { checkProvider } from "../validation/check-provider.ts"
import { applicationFolders } from "./application-folders.ts"

/**
 * Opens the provider that a configuration names, once its user allows what it asks for. The database is not migrated yet.
 * `onWarning` is told what its user should know, such as that others may read the database.
 */
export async function openProvider(
  configuration: Configuration,
  environment: Readonly<Record<string, string | undefined>>,
  providers: readonly ProviderDefinition[] = [],
  onWarning?: (warning: string) => void,
): Promise<SessionProvider> {
  await assertOwnFiles(configuration)
  const definition = await findDefinition(configuration, providers)
  const context = { dataDirectory: configuration.dataDirectory, environment }
  await assertTrustedOptions(configuration, definition, environment)
  const withoutSecrets = secretsRemover(configuration.providerOptions, definition)
  const options = withoutSecrets.run(() => definition.parseOptions(configuration.providerOptions, context))
  const target = withoutSecrets.run(() => definition.target(options))
  await assertTrustedTarget(configuration, target)
  await assertOwnLocation(target, configuration.trustFile)
  const provider = await open(definition, options, context).catch((error: unknown) => {
    throw withoutSecrets.from(error)
  })
  try {
    // In a folder like /tmp, others may have made a file beside the database just before it did.
    await assertOwnLocation(target, configuration.trustFile)
    // Its definition may come from one package and itself from another.
    checkProvider(provider)
    const warning = onWarning === undefined ? null : await readableByOthers(target)
    if (warning !== null) onWarning?.(warning)
    return provider
  } catch (error) {
    await closeRefused(provider)
    throw error
  }
}

/** What a provider throws, at once too, without the values of its options. */
function secretsRemover(options: Configuration["providerOptions"], definition: ProviderDefinition) {
  const from = (error: unknown): unknown => {
    if (!SessionStorageError.isInstance(error)) return error
    const message = withoutOptionValues(error.message, options, definition)
    const hint = error.hint === undefined ? undefined : withoutOptionValues(error.hint, options, definition)
    if (message === error.message && hint === error.hint) return error
    return new SessionStorageError(error.code, message, { ...(hint === undefined ? {} : { hint }), cause: error })
  }
  const run = <Result>(action: () => Result): Result => {
    try {
      return action()
    } catch (error) {
      throw from(error)
    }
  }
  return { from, run }
}

/** A provider without types may throw before it returns a promise. */
const open = async <Options>(
  definition: ProviderDefinition<Options>,
  ...given: Parameters<ProviderDefinition<Options>["open"]>
): Promise<SessionProvider> => definition.open(...given)

/** Nothing of another version is relied on but that it can be closed: that it was refused is what its user has to know. */
async function closeRefused(provider: Partial<SessionProvider> | undefined): Promise<void> {
  try {
    await provider?.close?.()
  } catch {}
}

/** The application's own, or the package of that name: only that is code which a project's file could choose. */
async function findDefinition(
  configuration: Configuration,
  providers: readonly ProviderDefinition[],
): Promise<ProviderDefinition> {
  const own = providers.find((provider) => provider.name === configuration.providerType)
  if (own !== undefined) {
    const what = `The provider "${own.name}", which the application brings,`
    return checkProviderDefinition(own, { what, origin: "the package that it comes from" })
  }
  await assertTrustedType(configuration)
  return loadProviderDefinition(configuration.providerType, { resolveFrom: applicationFolders() })
}
