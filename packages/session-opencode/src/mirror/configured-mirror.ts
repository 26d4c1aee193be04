import { currentAuthor, openSessionStore, type SessionStore } from "@opencode/session-core"
import { type Configuration, type MirrorSettings, resolveSetup } from "@opencode/session-core/configuration"
import type { ProviderDefinition } from "@opencode/session-core/provider"
import { Mirror } from "./mirror.ts"
import { readMirrorAnswers } from "./mirror-answers.ts"
import { homeOf, mirrorAnswersFile, mirrorPlaces } from "./mirror-places.ts"
import { MirrorRules } from "./mirror-rules.ts"
import type { MirrorStatus } from "./mirror-status.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** A mirror by the user's own configuration. */
export interface ConfiguredMirrorOptions {
  /** OpenCode's database. It need not be there yet. */
  database: string
  /** Whose configuration it is, and the environment of the store. */
  environment: Environment
  /** The providers that the program brings. */
  providers: readonly ProviderDefinition[]
  /** Gives the store with what the user wants to be left out before it is written to. */
  redacting(store: SessionStore, redact: MirrorSettings["redact"]): SessionStore | Promise<SessionStore>
  /** Who runs the mirror, for people. */
  runBy: string
  /** Told whenever what the mirror says of itself changes, once others can read it. */
  onStatus?: ((status: MirrorStatus) => void) | undefined
}

/** The rules where the user's files say nothing: each project is asked about, and nothing is left out. */
const defaultSettings: MirrorSettings = { include: [], exclude: [], ask: true, redact: [] }

/** The configuration that a mirror goes by: the user's own files and the environment, and no file of a project. */
export async function ownConfiguration(environment: Environment): Promise<Configuration> {
  const { configuration } = await resolveSetup({ directory: homeOf(environment), environment, onlyOwnFiles: true })
  return configuration
}

/** Makes the mirror of a database, to the store and by the rules of the user's own configuration, which may change while it runs. */
export async function createConfiguredMirror(options: ConfiguredMirrorOptions): Promise<Mirror> {
  const { database, environment, onStatus, providers, redacting, runBy } = options
  const readSettings = async () => {
    const configuration = await ownConfiguration(environment)
    return { configuration, settings: configuration.mirror ?? defaultSettings }
  }
  return new Mirror({
    ...{ database, author: currentAuthor(), runBy, onStatus },
    places: await mirrorPlaces(database, environment),
    async openStore(signal) {
      const { settings } = await readSettings()
      const directory = homeOf(environment)
      const store = await openSessionStore({
        ...{ directory, environment, providers, signal },
        ...{ allProjects: true, onlyOwnFiles: true },
      })
      return settings.redact.length === 0 ? store : redacting(store, settings.redact)
    },
    async readRules() {
      const { configuration, settings } = await readSettings()
      return new MirrorRules(settings, await readMirrorAnswers(mirrorAnswersFile(configuration)))
    },
  })
}
