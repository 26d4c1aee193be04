import { access } from "node:fs/promises"
import { SessionStorageError } from "@opencode/session-core"
import type { Machine, SourceProgram } from "../source/source-format.ts"
import { type FoundSource, findSources, sourceAt } from "./find-sources.ts"

/** Something of a program's that can be imported. */
export interface FoundOnMachine extends FoundSource {
  /** The name of the program in whose place it was. */
  program: string
}

/** What programs keep on a machine, each file or folder once, in the order of the programs. Places that are not there are left out. */
export async function findOnMachine(machine: Machine, programs: readonly SourceProgram[]): Promise<FoundOnMachine[]> {
  const found = new Map<string, FoundOnMachine>()
  for (const program of programs) {
    for (const place of program.places(machine)) {
      if (!(await isThere(place))) continue
      for (const source of await sourcesAt(place, programs)) {
        if (!found.has(source.path)) found.set(source.path, { ...source, program: program.name })
      }
    }
  }
  return [...found.values()]
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** A file in a program's place may be something else, such as a store of ours. */
async function sourcesAt(place: string, programs: readonly SourceProgram[]): Promise<FoundSource[]> {
  try {
    const { sources } = await findSources(place, programs)
    return (await Promise.all(sources.map((source) => withFormat(source, programs)))).filter(
      (source) => source !== null,
    )
  } catch (error) {
    if (SessionStorageError.isInstance(error, "invalid_input") || SessionStorageError.isInstance(error, "not_found"))
      return []
    throw error
  }
}

/** A place that is a file was not looked at yet. Null for nothing that can be imported. */
async function withFormat(source: FoundSource, programs: readonly SourceProgram[]): Promise<FoundSource | null> {
  return source.format === null ? sourceAt(source.path, programs) : source
}
