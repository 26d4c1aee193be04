import { builtInProviders } from "../configuration/built-in-providers.ts"
import type { Configuration, ConfigurationFile } from "../configuration/configuration.ts"
import { homeDirectoryOf } from "../configuration/configuration-places.ts"
import { dottedKey } from "../configuration/dotted-key.ts"
import { isModulePath } from "../configuration/resolve-path.ts"
import { SessionStorageError } from "../errors/index.ts"
import { leadsInto, realLocation } from "../own-files/real-location.ts"
import { shellQuote } from "../own-files/shell-quote.ts"
import type { ProviderDefinition, ProviderTarget } from "../provider/provider-definition.ts"
import { showText } from "../secrets/show.ts"
import { connectionParts } from "./connection-parts.ts"
import { namedPrograms } from "./named-programs.ts"
import { isTrusted, isTrustedCode } from "./trust.ts"

/**
 * To be called first. A file that another user than root owns, or that everyone may write to, decides nothing unless the user
 * trusts its content, even where it is among the user's own.
 *
 * Fails with `untrusted_configuration` that names the command that helps.
 */
export const assertOwnFiles = async (configuration: Configuration): Promise<void> => {
  for (const file of await untrustedFiles(
    configuration,
    configuration.files.filter(({ risk }) => risk !== undefined),
  )) {
    const { risk, path } = file
    if (risk === undefined) continue
    const what = risk.path === path ? "it" : `its folder ${showText(risk.path)}`
    throw new SessionStorageError(
      "untrusted_configuration",
      `${showText(path)} is not used: ${risk.path === path ? risk.reason : `everyone may write to ${what}`}.`,
      {
        hint: `If that is a mistake, run: ${risk.fix}. To use the file as it is now, look at it and run: opencode-session config trust ${shellQuote(path)}`,
      },
    )
  }
}

/**
 * To be called before the provider's module is loaded. A project's own file may choose `sqlite` or `mysql`; any other type
 * runs code of the file's choice, which its user must have allowed.
 *
 * Fails with `untrusted_configuration` that says how to trust the file.
 */
export const assertTrustedType = async (configuration: Configuration): Promise<void> => {
  const { providerType } = configuration
  if (builtInProviders.has(providerType)) return
  const files = projectFiles(configuration, (key) => key === "sessionProvider.type")
  await assertTrusted(configuration, files, `it makes OpenCode run the code of ${showText(providerType)}`)
  if (!isModulePath(providerType)) return
  for (const file of files) {
    if (await isTrustedCode(file, providerType, configuration.trustFile)) continue
    throw changedError(file, providerType)
  }
}

const changedError = (file: ConfigurationFile, path: string): SessionStorageError =>
  untrustedError([file], `the code of ${showText(path)}, or a file that it imports, has changed since you trusted it`)

/**
 * To be called after the provider has parsed its options and before it is opened. A project's own file may neither send
 * sessions to another machine nor write outside of its project, unless its user has allowed it. Every option counts: one
 * that only turns off encryption is enough to do harm.
 *
 * Fails with `untrusted_configuration` that says how to trust the file.
 */
export const assertTrustedTarget = async (configuration: Configuration, target: ProviderTarget): Promise<void> => {
  const { dataDirectory, projectDirectory, providerType } = configuration
  const directoryFiles = projectFiles(configuration, (key) => key === "data.directory")
  if (directoryFiles.length > 0 && !(await leadsInto(dataDirectory, projectDirectory))) {
    await assertTrusted(
      configuration,
      directoryFiles,
      `its data.directory ${showText(dataDirectory)} is outside of the project`,
    )
  }
  const prefix = `${dottedKey(["sessionProvider", providerType])}.`
  const isOption = (key: string) => key.startsWith(prefix)
  if (target.path !== undefined && !(await isAllowedPlace(target.path, configuration))) {
    await assertTrusted(
      configuration,
      projectFiles(configuration, (key) => key === "data.directory" || isOption(key)),
      `it has a part in writing to ${showText(target.path)}, which is outside of the project`,
    )
  }
  if (!target.remote) return
  await assertTrusted(
    configuration,
    projectFiles(configuration, isOption),
    `it has a part in sending sessions to ${showText(target.description)}`,
  )
}

/**
 * To be called before the provider parses its options. A project's own file may neither run a program, nor read a file, nor
 * have a part in a connection that the user's own files or variables have a part in, unless its user has allowed it: their
 * password is for the server that they wrote it beside. See `ProviderDefinition.options`.
 *
 * Fails with `untrusted_configuration` that says how to trust the file.
 */
export const assertTrustedOptions = async (
  configuration: Configuration,
  definition: Pick<ProviderDefinition, "options" | "variables">,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> => {
  const { local, projects, users } = connectionParts(configuration, definition, environment)
  for (const { key, file, role } of local) {
    const what = role === "command" ? "the command" : "the file"
    await assertTrusted(
      configuration,
      [file],
      `it makes OpenCode ${role === "command" ? "run" : "read"} ${what} of ${key}`,
    )
  }
  for (const { file, role, value } of local) {
    // Code of the project. A program of the system is the system's.
    for (const path of role === "command" ? await namedPrograms(value, homeDirectoryOf({ environment })) : []) {
      const isOfProject = await leadsInto(path, configuration.projectDirectory)
      if (isOfProject && !(await isTrustedCode(file, path, configuration.trustFile))) throw changedError(file, path)
    }
  }
  if (projects.length === 0) return
  const untrusted = await untrustedFiles(configuration, [...new Set(projects.map(({ file }) => file))])
  const foreign = projects.find(({ file }) => untrusted.includes(file))
  const own = users[0] ?? projects.find(({ file }) => !untrusted.includes(file))
  if (own === undefined || foreign === undefined) return
  throw untrustedError(
    untrusted,
    `it sets ${foreign.key}, while ${own.key} comes from ${own.file === undefined ? "the environment" : showText(own.file.path)}, and credentials are used only with the server that they were configured for`,
  )
}

/** In the data directory, which is judged by itself, or in the project. Symbolic links count as what they lead to. */
const isAllowedPlace = async (path: string, { dataDirectory, projectDirectory }: Configuration): Promise<boolean> => {
  return (await leadsInto(path, await realLocation(dataDirectory))) || (await leadsInto(path, projectDirectory))
}

/** The project's files that values in force come from. */
const projectFiles = (configuration: Configuration, concerns: (key: string) => boolean): ConfigurationFile[] => {
  const paths = new Set<string>()
  for (const [key, origin] of configuration.origins) {
    if (concerns(key) && origin.kind === "file" && origin.scope === "project") paths.add(origin.path)
  }
  return configuration.files.filter((file) => paths.has(file.path))
}

const assertTrusted = async (
  configuration: Configuration,
  files: readonly ConfigurationFile[],
  reason: string,
): Promise<void> => {
  const untrusted = await untrustedFiles(configuration, files)
  if (untrusted.length > 0) throw untrustedError(untrusted, reason)
}

const untrustedFiles = async (
  { trustFile }: Configuration,
  files: readonly ConfigurationFile[],
): Promise<ConfigurationFile[]> => {
  const trusted = await Promise.all(files.map((file) => isTrusted(file, trustFile)))
  return files.filter((_, index) => !trusted[index])
}

const untrustedError = (untrusted: readonly ConfigurationFile[], reason: string): SessionStorageError => {
  const names = untrusted.map((file) => showText(file.path)).join(" and ")
  const commands = untrusted.map((file) => `opencode-session config trust ${shellQuote(file.path)}`).join(" && ")
  return new SessionStorageError(
    "untrusted_configuration",
    `${names} came with the project and is not trusted: ${reason}.`,
    {
      hint: `Look at it. If that is what you want, run: ${commands}`,
    },
  )
}
