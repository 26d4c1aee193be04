import { isAbsolute } from "node:path"
import type { JsonValue, SessionStore } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import type { CommandContext } from "../context/command-context.ts"
import type { Input } from "./refuse-inputs.ts"

/** Every file that a command reads from: those of the open database, the configuration, and what that names. */
export async function inputsOf(
  { directory, environment }: Pick<CommandContext, "directory" | "environment">,
  store: SessionStore,
): Promise<Input[]> {
  const { configuration } = await resolveSetup({ directory, environment })
  const { location } = store.provider
  const database = isAbsolute(location) ? ["", "-wal", "-shm", "-journal"].map((suffix) => `${location}${suffix}`) : []
  return [
    ...database.map((path) => ({ path, description: "a file of the database that is open" })),
    ...configuration.files.map(({ path }) => ({ path, description: "a configuration file that is in force" })),
    { path: configuration.trustFile, description: "the record of the files that you trust" },
    ...pathsIn(configuration.providerOptions).map((path) => ({
      path,
      description: "a file that the configuration names",
    })),
  ]
}

/** Absolute paths, at any depth: certificates, keys, files with a password. */
function pathsIn(value: JsonValue | undefined): string[] {
  if (typeof value === "string") return isAbsolute(value) && !value.includes("\0") ? [value] : []
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(pathsIn) : []
}
