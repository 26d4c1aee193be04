import { existsSync, realpathSync } from "node:fs"
import { dirname } from "node:path"
import {
  assertTrustedTarget,
  assertTrustedType,
  type Configuration,
  loadProviderDefinition,
} from "../configuration/index.ts"
import type { SessionProvider } from "../provider/session-provider.ts"

/**
 * Opens the provider that a configuration names, once its user allows what it asks for. The database is not migrated yet.
 */
export async function openProvider(
  configuration: Configuration,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<SessionProvider> {
  await assertTrustedType(configuration)
  const definition = await loadProviderDefinition(configuration.providerType, { resolveFrom: applicationFolders() })
  const context = { dataDirectory: configuration.dataDirectory, environment }
  const options = definition.parseOptions(configuration.providerOptions, context)
  await assertTrustedTarget(configuration, definition.target(options))
  return definition.open(options, context)
}

/**
 * Where the running program is installed: its dependencies may not be ours. A command is often started by a link. Code that
 * is not in a file finds its packages from the current folder, as its own imports do.
 */
function applicationFolders(): string[] {
  const [, script] = process.argv
  if (script === undefined) return [process.cwd()]
  return existsSync(script) ? [dirname(script), dirname(realpathSync(script))] : []
}
