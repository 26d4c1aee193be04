import { randomBytes } from "node:crypto"
import { once } from "node:events"
import { join } from "node:path"
import { currentAuthor, openSessionStore } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { provider as mysql } from "@opencode/session-mysql"
import { provider as sqlite } from "@opencode/session-sqlite"
import { Agent, agentName } from "./agent/agent.ts"
import { chooseModel } from "./agent/choose-model.ts"
import { Interruptions } from "./agent/interruptions.ts"
import { beginRuns, endRuns } from "./agent/run-identity.ts"
import { Workspace } from "./agent/workspace.ts"
import type { Status } from "./api/schemas.ts"
import { badgeOf } from "./badge.ts"
import { bringSample } from "./sample.ts"
import { ChangeHub } from "./server/change-hub.ts"
import { createApp } from "./server/create-app.ts"
import { demoFolder } from "./server/demo-folder.ts"
import { inUrl } from "./server/guard.ts"
import { isLoopback } from "./server/is-loopback.ts"
import { listen } from "./server/listen.ts"

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
export interface RunningDemo {
  /** What to open, with the token when there is one. */
  address: string
  port: number
  token: string | null
  status: Status
  /** How many sessions of the sample were brought. */
  imported: number
  /** Ends it: replies that are being written are stored as interrupted. May be called twice. */
  close(): Promise<void>
}

const defaultPort = 4747
const goodbyeMilliseconds = 1000
const builtPage = join(demoFolder, "dist", "page")

/** Opens the store, the agent and the server. */
export async function startDemo(options: StartDemoOptions): Promise<RunningDemo> {
  const { directory, host = "127.0.0.1", port = defaultPort, environment = process.env } = options
  const report = options.report ?? ((problem: unknown) => console.error(problem))
  const chosen = chooseModel(environment)
  const { identity: project, configuration } = await resolveSetup({ directory, environment })
  const store = await openSessionStore({ directory, environment, providers: [sqlite, mysql] })
  const identity = beginRuns()
  const changes = new ChangeHub()
  try {
    const workspace = await Workspace.open(options.workspace ?? join(configuration.dataDirectory, "workspace"))
    const projectId = store.projectId ?? project.id
    const imported = options.sample === false ? 0 : await bringSample(store, projectId)
    const agent = new Agent({ store, chosen, workspace, identity, report })
    const interruptions = new Interruptions({ store, identity, isWriting: (id) => agent.isWriting(id), report })
    await changes.start(store.allProjects(), report)
    const known = (await store.projects.list()).find(({ id }) => id === projectId)
    const status: Status = {
      provider: store.provider,
      badge: badgeOf(store.provider),
      project: { id: projectId, name: known?.name ?? projectId },
      agent: { name: agentName, offline: chosen.offline, model: `${chosen.providerId}/${chosen.modelId}` },
      author: currentAuthor(),
      workspace: workspace.folder,
    }
    const token = isLoopback(host) ? null : randomBytes(32).toString("base64url")
    const context = { store, agent, interruptions, changes, status }
    const app = createApp({ context, host, port: () => served.port, token, pageFolder: builtPage, report })
    const served = await listen(app, host, port)
    // Replies that a former server left: nobody waits for that.
    const lookingAround = interruptions.lookAround().catch(report)
    const end = async () => {
      interruptions.close()
      const closed = once(served.server, "close")
      served.server.close()
      await agent.close()
      await Promise.all([changes.close(), lookingAround])
      // Streams have their end on the way; what is still open after a while is cut.
      const cut = setTimeout(() => served.server.closeAllConnections(), goodbyeMilliseconds)
      served.server.closeIdleConnections()
      await closed
      clearTimeout(cut)
      await store.close()
      endRuns(identity)
    }
    let ending: Promise<void> | undefined
    return {
      address: `http://${inUrl(host)}:${served.port}/${token === null ? "" : `?token=${token}`}`,
      port: served.port,
      token,
      status,
      imported,
      close: () => {
        ending ??= end()
        return ending
      },
    }
  } catch (error) {
    await changes.close()
    endRuns(identity)
    await store.close()
    throw error
  }
}
