import { readdirSync, readFileSync } from "node:fs"
import { cp } from "node:fs/promises"
import { join } from "node:path"
import type { JsonObject } from "@opencode/session-core"
import { temporaryFolder } from "./stores.ts"

const fixtures = join(import.meta.dirname, "..", "fixtures")

/** The folder of an agent's history, as it is in the repository. */
export const fixture = (...path: string[]): string => join(fixtures, ...path)

/** A copy of it, to be written to. */
export async function copyOf(...path: string[]): Promise<string> {
  const folder = await temporaryFolder()
  await cp(fixture(...path), folder, { recursive: true })
  return folder
}

/** The records of a file of JSON Lines. */
export const linesOf = (path: string): JsonObject[] =>
  readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line): JsonObject => JSON.parse(line))

/** All files below a folder with an ending, sorted. */
export const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .sort()
    .map((file) => join(folder, file))
