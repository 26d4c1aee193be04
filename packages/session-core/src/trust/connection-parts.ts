import type { Configuration, ConfigurationFile } from "../configuration/configuration.ts"
import { dottedKey } from "../configuration/dotted-key.ts"
import { leafPaths, valueAt } from "../configuration/merge-json.ts"
import type { JsonValue } from "../model/json.ts"
import type { ProviderDefinition, ProviderOption, ProviderOptionRole } from "../provider/provider-definition.ts"
import { showText } from "../secrets/show.ts"

/** An option of the connection that a project's own file sets. */
export interface ProjectPart {
  /** For people: `sessionProvider.mysql.host`. */
  key: string
  role: ProviderOptionRole
  value: JsonValue | undefined
  file: ConfigurationFile
}

/** A part of the connection that the user's own files or variables set. */
export interface UserPart {
  /** For people: a key of the configuration, or a variable's name. */
  key: string
  /** Undefined for a variable. */
  file: ConfigurationFile | undefined
}

/** Who says what about the connection to the provider's server, as far as it has an effect. */
export interface ConnectionParts {
  /** Of the project's files: what runs a program or reads a file. */
  local: ProjectPart[]
  projects: ProjectPart[]
  users: UserPart[]
}

/** Sorts the options in force by whose they are. */
export const connectionParts = (
  { files, origins, providerOptions, providerType }: Configuration,
  { options, variables = {} }: Pick<ProviderDefinition, "options" | "variables">,
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionParts => {
  const set = Object.entries(variables).filter(([name]) => environment[name])
  const declared = leafPaths(providerOptions).flatMap((path) => {
    const option = declarationOf(path, options)
    return option === undefined ? [] : [{ path, ...option }]
  })
  const inUse = declared.filter(({ path }) => isSet(valueAt(providerOptions, path)))
  const replaced = new Set([...set.map(([, variable]) => variable), ...inUse].flatMap(({ replaces = [] }) => replaces))
  const parts: ConnectionParts = {
    local: [],
    projects: [],
    users: set.map(([name]) => ({ key: name, file: undefined })),
  }
  for (const { path, name, role } of declared) {
    if (replaced.has(name)) continue
    const inFull = ["sessionProvider", providerType, ...path]
    const origin = origins.get(dottedKey(inFull))
    const file = origin?.kind === "file" ? files.find((each) => each.path === origin.path) : undefined
    const value = valueAt(providerOptions, path)
    const key = showText(inFull.join("."))
    if (file?.scope === "project") {
      parts.projects.push({ key, role, value, file })
      if (role !== "connection") parts.local.push({ key, role, value, file })
    } else {
      parts.users.push({ key, file })
    }
  }
  return parts
}

/** A null or an empty text replaces nothing: it must not hide what the user says. */
const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== ""

/** The declaration with the longest path that the option's path begins with. */
const declarationOf = (
  path: readonly string[],
  options: ProviderDefinition["options"],
): (ProviderOption & { name: string }) | undefined => {
  if (options === undefined) return { role: "connection", name: path.join(".") }
  for (let length = path.length; length > 0; length--) {
    const name = path.slice(0, length).join(".")
    const option = Object.hasOwn(options, name) ? options[name] : undefined
    if (option !== undefined) return { ...option, name }
  }
  return undefined
}
