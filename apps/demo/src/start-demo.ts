import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { openSessionStore } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { provider as mysql } from "@opencode/session-mysql"
import { provider as postgres } from "@opencode/session-postgres"
import { provider as sqlite } from "@opencode/session-sqlite"
import { type ServedSessionWeb, serveSessionWeb } from "@opencode/session-web"
import { Agent } from "./agent/agent.ts"
import { chooseModel } from "./agent/choose-model.ts"
import { Interruptions } from "./agent/interruptions.ts"
import { pageAgent } from "./agent/page-agent.ts"
import { beginRuns, endRuns } from "./agent/run-identity.ts"
import { Workspace } from "./agent/workspace.ts"
import { bringSample } from "./sample.ts"

export interface StartDemoOptions {
  /** The folder whose project's sessions are shown. */
  directory: string
  /** 127.0.0.1 by default. Anything that other machines reach is given a token. */
  host?: string
  /** 4747 by default, or the next that is free; 0 for any. */
  port?: number
  /** The folder that the agent's tools work in; by default one beside the sessions. */
  workspace?: string
  /** Those of the process by default. */
  environment?: Readonly<Record<string, string | undefined>>
  /** Whether an empty store is given the sample; true by default. */
  sample?: boolean
  /** Told of what no caller waits for. Printed by default. */
  report?: (problem: unknown) => void
}

/** A demo that serves. */
export interface RunningDemo extends ServedSessionWeb {
  /** Whether the agent's model is the built-in one. */
  offline: boolean
  /** The id of the agent's model. */
  model: string
  /** The folder that the agent's tools work in. */
  workspace: string
  /** How many sessions of the sample were brought. */
  imported: number
  /** Ends it: replies that are being written are stored as interrupted. May be called twice. */
  close(): Promise<void>
}

/** The built page: the demo's bundle has the server's code in it, and not its files. */
const pageFolder = join(
  dirname(createRequire(import.meta.url).resolve("@opencode/session-web/package.json")),
  "dist",
  "page",
)

/** Opens the store, the agent and the server. */
export async function startDemo(options: StartDemoOptions): Promise<RunningDemo> {
  const { directory, host, port, environment = process.env } = options
  const report = options.report ?? ((problem: unknown) => console.error(problem))
  const chosen = chooseModel(environment)
  const { identity: project, configuration } = await resolveSetup({ directory, environment })
  const store = await openSessionStore({ directory, environment, providers: [sqlite, mysql, postgres] })
  const identity = beginRuns()
  try {
    const workspace = await Workspace.open(options.workspace ?? join(configuration.dataDirectory, "workspace"))
    const projectId = store.projectId ?? project.id
    const imported = options.sample === false ? 0 : await bringSample(store, projectId)
    const agent = new Agent({ store, chosen, workspace, identity, report })
    const interruptions = new Interruptions({ store, identity, isWriting: (id) => agent.isWriting(id), report })
    const onPage = pageAgent({ agent, interruptions, chosen, projectId, workspace: workspace.folder })
    const served = await serveSessionWeb({ store, project: projectId, agent: onPage, host, port, pageFolder, report })
    // Replies that a former server left are marked in the background.
    const lookingAround = interruptions.lookAround().catch(report)
    const end = async () => {
      interruptions.close()
      // Before the pages' streams end, so that they are told.
      await agent.close()
      await Promise.all([served.close(), lookingAround])
      await store.close()
      endRuns(identity)
    }
    let ending: Promise<void> | undefined
    return {
      ...served,
      offline: chosen.offline,
      model: onPage.capability.model,
      workspace: workspace.folder,
      imported,
      close: () => {
        ending ??= end()
        return ending
      },
    }
  } catch (error) {
    endRuns(identity)
    await store.close()
    throw error
  }
}
