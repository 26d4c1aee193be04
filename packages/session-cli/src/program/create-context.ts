import { openSessionStore, type SessionStore } from "@opencode/session-core"
import type { CommandContext, Environment } from "../context/command-context.ts"
import type { Interruption } from "../failure/interruption.ts"
import type { Output, OutputStream } from "../output/output.ts"
import { createProgress } from "../output/progress.ts"
import { bundledProviders } from "../setup/bundled-providers.ts"
import { warningsTo } from "../setup/warnings-to.ts"
import type { GlobalOptions } from "../usage/global-options.ts"
import { pathArgument } from "../usage/path-argument.ts"

interface CreateContextOptions {
  globals: GlobalOptions
  environment: Environment
  output: Output
  diagnostics: Output
  errorStream: OutputStream
  interruption: Interruption
}

/** Makes a command's context, and what closes all that the command opened. */
export function createContext(options: CreateContextOptions): { context: CommandContext; close(): Promise<void> } {
  const { globals, output, diagnostics, errorStream, interruption } = options
  const stores: SessionStore[] = []
  const directory = pathArgument(globals.directory ?? ".", process.cwd(), "--directory")
  const environment = withGlobals(options.environment, globals)
  const context: CommandContext = {
    globals,
    directory,
    environment,
    output,
    diagnostics,
    async openStore({ allProjects = globals.allProjects === true, migrate = true } = {}) {
      const store = await openSessionStore({
        directory,
        environment,
        migrate,
        providers: bundledProviders,
        onWarning: warningsTo(diagnostics),
        ...(allProjects ? { allProjects } : {}),
        ...(globals.project === undefined || allProjects ? {} : { projectId: globals.project }),
      })
      stores.push(store)
      return store
    },
    takeInterruption: () => interruption.take(),
    progress: () => createProgress(errorStream),
  }
  return {
    context,
    async close() {
      for (const store of stores) await store.close()
    },
  }
}

/** An option is stronger than what the environment and the files say; as a variable it takes the way that is there. */
function withGlobals(environment: Environment, { dataDirectory }: GlobalOptions): Environment {
  if (dataDirectory === undefined) return environment
  return { ...environment, OPENCODE_DATA_DIRECTORY: pathArgument(dataDirectory, process.cwd(), "--data-directory") }
}
