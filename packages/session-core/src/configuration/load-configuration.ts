import { stat } from "node:fs/promises"
import { join } from "node:path"
import type { JsonObject, JsonValue } from "../model/json.ts"
import type { Configuration, ConfigurationOrigin, MirrorSettings } from "./configuration.ts"
import type { ConfigurationLayer, FileLayer } from "./configuration-layer.ts"
import {
  configurationFileNames,
  globalPlaces,
  homeDirectoryOf,
  projectPlaces,
  realPathOrSelf,
  trustFilePath,
  type UserPlaces,
} from "./configuration-places.ts"
import { dottedKey } from "./dotted-key.ts"
import { environmentLayers } from "./environment-layers.ts"
import { isJsonObject, leafPaths, mergeJson, valueAt } from "./merge-json.ts"
import { readConfigurationFile } from "./read-configuration-file.ts"

export interface LoadConfigurationOptions extends UserPlaces {
  /** The session's folder. Its files are the strongest. */
  directory: string
  /** The top folder of the project, of the worktree that `directory` is in: `ProjectIdentity.worktreeDirectory`. */
  projectDirectory: string
  /** Only the user's own files and the environment count. By default the project's files do, too. */
  onlyOwnFiles?: boolean | undefined
}

/**
 * Reads the configuration that is in force in a folder. From the weakest to the strongest:
 *
 * 1. defaults: `sqlite` in `~/.opencode`;
 * 2. the user's own files: those of the first of `$HOME`, `$XDG_CONFIG_HOME/opencode` and `~/.config/opencode` that says
 *    anything about `data` or `sessionProvider`;
 * 3. the project's files, from its top folder down to the session's folder;
 * 4. the environment: `OPENCODE_DATA_DIRECTORY`, `OPENCODE_SESSION_PROVIDER_TYPE`, `OPENCODE_PROJECT_ID`.
 *
 * In each place `opencode.json`, `opencode.jsonc` and `.opencode.json` are read in this order. Objects are merged key by key;
 * the stronger value wins. Files are shared with OpenCode: other keys at their top are not looked at.
 *
 * Fails with `invalid_configuration`. It does not judge trust: see `assertTrustedType` and `assertTrustedTarget`.
 */
export const loadConfiguration = async (options: LoadConfigurationOptions): Promise<Configuration> => {
  const [directory, projectDirectory] = await Promise.all([
    realPathOrSelf(options.directory),
    realPathOrSelf(options.projectDirectory),
  ])
  const home = homeDirectoryOf(options)
  const places = globalPlaces(options)
  const global = await readGlobal(places, home)
  const inProject = options.onlyOwnFiles === true ? [] : await projectPlaces(directory, projectDirectory, places)
  const project = await Promise.all(inProject.map((place) => readPlace(place, "project", home)))
  const files = [...global.layers, ...project.flat()]
  const layers: ConfigurationLayer[] = [
    defaultLayer(home),
    ...files,
    ...(await environmentLayers(options.environment, directory, home)),
  ]
  return {
    ...inForce(layers),
    mirror: mirrorSettings(global.layers),
    ignoredMirrorFiles: project
      .flat()
      .filter(({ values }) => values.sessionMirror !== undefined)
      .map(({ file }) => file.path),
    files: files.map((layer) => layer.file),
    shadowedFiles: global.shadowedFiles,
    projectDirectory,
    trustFile: trustFilePath(options),
  }
}

/** The files were checked: what is there is of the right kind. */
const mirrorSettings = (own: readonly FileLayer[]): MirrorSettings | null => {
  const given = valueAt(
    own.reduce<JsonObject>((values, layer) => mergeJson(values, layer.values), {}),
    ["sessionMirror"],
  )
  if (!isJsonObject(given)) return null
  const texts = (value: JsonValue | undefined) =>
    Array.isArray(value) ? value.filter((each) => typeof each === "string") : []
  return {
    include: texts(given.include),
    exclude: texts(given.exclude),
    ask: given.ask !== false,
    redact: texts(given.redact).filter((each) => each === "secrets"),
  }
}

const defaultLayer = (homeDirectory: string): ConfigurationLayer => ({
  origin: { kind: "default" },
  values: { data: { directory: join(homeDirectory, ".opencode") }, sessionProvider: { type: "sqlite" } },
})

const readPlace = async (place: string, scope: "global" | "project", homeDirectory: string): Promise<FileLayer[]> => {
  const layers = await Promise.all(
    configurationFileNames.map((name) => readConfigurationFile(join(place, name), scope, homeDirectory)),
  )
  return layers.filter((layer) => layer !== null)
}

/**
 * The first place that has something for us, and only that one: so it was in the Go implementation, which took the first
 * place with a file. A file that does not mention us must not hide one that does, so "has a file" is read as "has a file
 * with one of our keys". What is hidden is reported, because it is easily overlooked.
 */
const readGlobal = async (
  places: readonly string[],
  homeDirectory: string,
): Promise<{ layers: FileLayer[]; shadowedFiles: string[] }> => {
  const layers: FileLayer[] = []
  for (const [index, place] of places.entries()) {
    const found = await readPlace(place, "global", homeDirectory)
    layers.push(...found)
    if (found.some((layer) => Object.keys(layer.values).length > 0)) {
      return { layers, shadowedFiles: await existingFiles(places.slice(index + 1)) }
    }
  }
  return { layers, shadowedFiles: [] }
}

const existingFiles = async (places: readonly string[]): Promise<string[]> => {
  const paths = places.flatMap((place) => configurationFileNames.map((name) => join(place, name)))
  const exist = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  )
  return paths.filter((_, index) => exist[index])
}

type InForce = Pick<
  Configuration,
  "configuredTypes" | "dataDirectory" | "origins" | "projectId" | "providerOptions" | "providerType"
>

const inForce = (layers: readonly ConfigurationLayer[]): InForce => {
  const merged = layers.reduce<JsonObject>((values, layer) => mergeJson(values, layer.values), {})
  const providerType = String(valueAt(merged, ["sessionProvider", "type"]))
  const projectId = valueAt(merged, ["sessionProvider", "project"])
  const options = valueAt(merged, ["sessionProvider", providerType])
  const providerOptions = isJsonObject(options) ? options : {}
  const paths = [
    ["data", "directory"],
    ["sessionProvider", "type"],
    ...(projectId === undefined ? [] : [["sessionProvider", "project"]]),
    ...leafPaths(providerOptions).map((path) => ["sessionProvider", providerType, ...path]),
  ]
  return {
    dataDirectory: String(valueAt(merged, ["data", "directory"])),
    providerType,
    configuredTypes: [...new Set([providerType, ...objectKeys(merged.sessionProvider)])],
    projectId: typeof projectId === "string" ? projectId : null,
    providerOptions,
    origins: new Map(paths.map((path) => [dottedKey(path), originOf(layers, path)])),
  }
}

const objectKeys = (value: JsonValue | undefined): string[] =>
  isJsonObject(value) ? Object.keys(value).filter((key) => isJsonObject(value[key])) : []

/** The strongest layer that says anything at that path: whatever it says there is what merging left. */
const originOf = (layers: readonly ConfigurationLayer[], path: readonly string[]): ConfigurationOrigin =>
  layers.findLast((layer) => valueAt(layer.values, path) !== undefined)?.origin ?? { kind: "default" }
