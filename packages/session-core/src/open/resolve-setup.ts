import type { Configuration } from "../configuration/configuration.ts"
import { loadConfiguration } from "../configuration/load-configuration.ts"
import { identifyProject, withConfiguredId } from "../project/identify-project.ts"
import type { ProjectIdentity } from "../project/project-identity.ts"

/** Where a setup is looked for. */
export interface SetupOptions {
  /** The folder that sessions run in. The current one by default. */
  directory?: string | undefined
  /** Environment variables. Those of the process by default. */
  environment?: Readonly<Record<string, string | undefined>> | undefined
  /** Only the user's own files and the environment count, and no file of a project. Not by default. */
  onlyOwnFiles?: boolean | undefined
}

/** Which project a folder belongs to, and which configuration is in force there. */
export interface Setup {
  /** The project, and how it was found. */
  identity: ProjectIdentity
  /** What is in force, and where each value comes from. */
  configuration: Configuration
}

/** Finds out what `openSessionStore` goes by, without opening anything. */
export async function resolveSetup(options: SetupOptions = {}): Promise<Setup> {
  const { directory = process.cwd(), environment = process.env, onlyOwnFiles } = options
  const identity = await identifyProject({ directory, environment })
  const configuration = await loadConfiguration({
    directory: identity.directory,
    projectDirectory: identity.worktreeDirectory,
    ...{ environment, onlyOwnFiles },
  })
  return { identity: withConfiguredId(identity, configuration.projectId), configuration }
}
