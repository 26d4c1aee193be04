import { SessionStorageError } from "@opencode/session-core"
import type { Source, SourceLog, SourceSession } from "@opencode/session-opencode/formats"
import { PlannedContents } from "../plan/planned-contents.ts"
import type { SessionFacts } from "../plan/planned-session.ts"
import type { RecordFile } from "../records/record-file.ts"
import type { AgentFile, AgentFormat, FoundSession, PackedFile } from "./agent-file.ts"
import { FolderFinder } from "./folder-finder.ts"

/** A file that is open, with the sessions that it holds. */
interface OpenedFile {
  readonly agentFile: AgentFile | PackedFile
  readonly file: RecordFile
  readonly sessions: ReadonlyMap<string, FoundSession>
}

/** Files of an agent as a source: one is open at a time. A file that cannot be read is named in the log, and the others go on. */
export class AgentSource implements Source {
  readonly projectKeysAreIds = false
  /** Each session names its folder. */
  readonly projectKeys: readonly string[] = []
  readonly #agent: AgentFormat
  readonly #files: readonly (AgentFile | PackedFile)[]
  readonly #log: SourceLog
  readonly #folders = new FolderFinder()
  readonly #fileOf = new Map<string, AgentFile | PackedFile>()
  #opened: OpenedFile | null = null

  constructor(agent: AgentFormat, files: readonly (AgentFile | PackedFile)[], log: SourceLog) {
    this.#agent = agent
    this.#files = files
    this.#log = log
  }

  get format(): string {
    return this.#agent.name
  }

  /** As far as it is known: a file has one, or more with those of its sub-agents. */
  get sessionCount(): number {
    return Math.max(this.#files.length, this.#fileOf.size)
  }

  *sessionIds(): Generator<string> {
    for (const file of this.#files) {
      for (const id of this.#idsIn(file)) {
        this.#fileOf.set(id, file)
        yield id
      }
    }
  }

  async read<Result>(id: string, use: (session: SourceSession | null) => Promise<Result>): Promise<Result> {
    const agentFile = this.#fileOf.get(id)
    if (agentFile === undefined) return use(null)
    const opened = this.#opened?.agentFile === agentFile ? this.#opened : await this.#reopen(agentFile)
    // A packed file was told by its name, and what it calls its session counts.
    const found =
      opened?.sessions.get(id) ?? ("unpack" in agentFile ? opened?.sessions.values().next().value : undefined)
    return use(opened === null || found === undefined ? null : await this.#sessionOf(found, opened.file))
  }

  reportOrphans(): void {
    // Everything in a file belongs to one of its sessions.
  }

  [Symbol.dispose](): void {
    this.#close()
  }

  #close(): void {
    this.#opened?.file[Symbol.dispose]()
    this.#opened = null
  }

  #idsIn(agentFile: AgentFile | PackedFile): Iterable<string> {
    if ("unpack" in agentFile) return [agentFile.sessionId]
    this.#close()
    try {
      return this.#look(agentFile, agentFile.open()).sessions.keys()
    } catch (error) {
      this.#report(agentFile, error)
      return []
    }
  }

  async #reopen(agentFile: AgentFile | PackedFile): Promise<OpenedFile | null> {
    this.#close()
    try {
      return this.#look(agentFile, "unpack" in agentFile ? await agentFile.unpack() : agentFile.open())
    } catch (error) {
      this.#report(agentFile, error)
      return null
    }
  }

  #look(agentFile: AgentFile | PackedFile, file: RecordFile): OpenedFile {
    try {
      const sessions = agentFile.read(file, this.#log).map((found) => [found.plan.id, found] as const)
      this.#opened = { agentFile, file, sessions: new Map(sessions) }
      return this.#opened
    } catch (error) {
      file[Symbol.dispose]()
      throw error
    }
  }

  #report({ path }: AgentFile | PackedFile, error: unknown): void {
    // Anything else is a mistake of ours, and no file's fault.
    if (!SessionStorageError.isInstance(error) && !isSystemError(error)) throw error
    this.#log.skipped({
      table: "file",
      id: path,
      reason: `A file of ${this.#agent.program} cannot be read: ${error.message}`,
    })
  }

  async #sessionOf({ plan, interpreter }: FoundSession, file: RecordFile): Promise<SourceSession> {
    const { id, facts, todos, createdAt, updatedAt } = plan
    const { origin } = this.#agent
    const { project, directory } = await this.#folders.find(facts.folder)
    const metadata = { ...facts, directory }
    const contents = new PlannedContents({ session: plan, file, interpreter, origin, log: this.#log })
    return {
      ...{ id, origin, project, createdAt, updatedAt, metadata },
      fields: { ...fieldsOf(metadata), todos },
      // What was imported is what was noted.
      fieldsOf: (previous) => fieldsOf(previous as SessionFacts & { directory: string }),
      ...{ complete: true, appendOnly: true },
      contents: () => contents.contents(),
      raw: () => contents.raw(),
    }
  }
}

function fieldsOf(facts: SessionFacts & { directory: string }): Omit<SourceSession["fields"], "todos"> {
  const { title, titleSource, parentId, directory, agent, model, archivedAt } = facts
  return { title, titleSource, parentId, directory, agent, model, archivedAt }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "code" in error && "syscall" in error
