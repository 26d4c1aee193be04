import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import type { ProviderSuite } from "../provider-under-test.ts"
import { UsageError } from "./usage-error.ts"

/** Imports a module, and gives what it exports for the kit: `default` or `suite`, as `describeProvider` takes it. */
export async function loadSuite(file: string): Promise<ProviderSuite> {
  let module: Record<string, unknown>
  try {
    module = await import(pathToFileURL(resolve(file)).href)
  } catch (error) {
    throw new UsageError(`${file} cannot be imported: ${error instanceof Error ? error.message : String(error)}`, error)
  }
  const suite = module.default ?? module.suite
  const problem = problemOf(suite)
  if (problem !== undefined) throw new UsageError(`${file}: ${problem}`)
  return suite as ProviderSuite // Has no problem.
}

const expected = "{ name, capabilities: { search, durable, shared }, create }, as describeProvider takes it"

function problemOf(suite: unknown): string | undefined {
  if (suite === undefined) return `it has neither a default export nor one that is named "suite". Export ${expected}.`
  if (typeof suite !== "object" || suite === null) return `its export is no object. Export ${expected}.`
  // Whatever they are: each is looked at.
  const { name, capabilities, create, sequences } = suite as Partial<Record<keyof ProviderSuite, unknown>>
  if (typeof name !== "string" || name === "") return '"name" must be a text, such as "my-provider".'
  if (typeof capabilities !== "object" || capabilities === null)
    return '"capabilities" is missing: say what is claimed.'
  for (const capability of ["search", "durable", "shared"] as const) {
    const claimed = (capabilities as Record<string, unknown>)[capability] // Looked at in the next line.
    if (typeof claimed !== "boolean") return `"capabilities.${capability}" must be true or false.`
  }
  if (typeof create !== "function") return '"create" must be a function that makes a fresh store.'
  if (sequences !== undefined && !(Number.isInteger(sequences) && Number(sequences) > 0)) {
    return '"sequences" must be a whole number above 0.'
  }
  return undefined
}
