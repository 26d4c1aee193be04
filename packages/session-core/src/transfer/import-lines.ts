import { createHash, type Hash } from "node:crypto"
import { itemsUntilAborted } from "../access/until-aborted.ts"
import { isDeeperThan } from "../model/json-depth.ts"
import type { Project } from "../model/project.ts"
import { slicesOf } from "../model/text-slices.ts"
import { limits } from "../provider/limits.ts"
import type { RecordedChange } from "../provider/recorded-change.ts"
import type { SessionStore } from "../store/session-store.ts"
import type { SessionProblem, TransferCounts } from "./copy-report.ts"
import { giveWay } from "./give-way.ts"
import type { BodyLine, SessionEndLine } from "./json-lines-format.ts"
import { corrupt, parseBodyLine, parseHeader } from "./parse-line.ts"
import { type LeftOutAlias, ProjectTransfer } from "./project-transfer.ts"
import { problemOf } from "./session-problem.ts"
import { type ReplayResult, SessionReplay } from "./session-replay.ts"
import { inTargetProject } from "./transfer-source.ts"

/** Who is told of an import, and what stops it. */
export interface ImportLinesOptions {
  /** Told after each session. */
  onProgress?: ((progress: { sessions: number; changes: number; sessionId: string }) => void) | undefined
  /**
   * Stops the import, which rejects with the signal's reason: while it waits for a line, or between two writes. What was imported
   * stays, and the next run goes on from there.
   */
  signal?: AbortSignal | undefined
}

/** What an import of JSON Lines did. */
export interface ImportLinesReport extends TransferCounts {
  /** Sessions that were not imported, or not wholly. */
  problems: SessionProblem[]
  /** Aliases that would have redirected a project of the store. */
  leftOutAliases: LeftOutAlias[]
  /** How many sessions were new or changed, by project. */
  projects: { id: string; sessions: number }[]
}

/** Of a line: a value of a part is the part's and the line's too. */
const maximumLevels = limits.jsonLevels + 2

/** No export of ours has more between two checksums; a file that does would fill the memory. */
const maximumUnconfirmed = { lines: 10_000, size: 256 * 1024 * 1024 }

/**
 * Imports what `exportLines` wrote; lines may have their line feeds or not. Nothing is applied before a checksum has
 * confirmed it, so what stands when a file turns out to be damaged is right. Importing again changes nothing, or completes
 * what is missing.
 *
 * A session that has a history of its own in the store is not touched and is among the report's `problems`; one that is
 * newer here than in the file counts as unchanged. An alias that would redirect a project of the store is left out, and the
 * report names it; a project that is an alias here goes on under the project that has it. Fails with `corrupt`, naming the line, and with `newer_schema`.
 */
export async function importLines(
  store: SessionStore,
  lines: AsyncIterable<string>,
  options: ImportLinesOptions = {},
): Promise<ImportLinesReport> {
  const importer = new LineImporter(store, options)
  let lineNumber = 0
  for await (const text of itemsUntilAborted(options.signal, lines)) {
    lineNumber += 1
    await giveWay()
    const line = text.replace(/\r?\n$/, "")
    if (lineNumber === 1) parseHeader(line)
    else if (line !== "") await importer.accept(line, lineNumber)
  }
  return importer.end(lineNumber)
}

class LineImporter {
  readonly #store: SessionStore
  readonly #options: ImportLinesOptions
  readonly #report: ImportLinesReport
  readonly #sessionsByProject = new Map<string, number>()
  #session: SessionLines | null = null
  #ended = false
  #sessions = 0
  #changes = 0
  readonly #projects: ProjectTransfer

  constructor(store: SessionStore, options: ImportLinesOptions) {
    this.#store = store
    this.#options = options
    this.#projects = new ProjectTransfer(store)
    this.#report = {
      sessions: { created: 0, updated: 0, unchanged: 0 },
      ...{ messages: 0, parts: 0, files: 0, removals: 0, problems: [], leftOutAliases: [], projects: [] },
    }
  }

  async accept(text: string, lineNumber: number): Promise<void> {
    this.#options.signal?.throwIfAborted()
    const line = parseBodyLine(text, lineNumber)
    if (this.#ended) throw corrupt(lineNumber, "comes after the end")
    if (this.#session === null) return this.#acceptBetween(line, text, lineNumber)
    switch (line.type) {
      case "session.begin":
      case "end":
        throw corrupt(lineNumber, `begins something else while session ${this.#session.sessionId} has not ended`)
      case "checkpoint":
        return this.#session.confirm(line.checksum, lineNumber)
      case "session.end":
        return this.#endSession(this.#session, line, lineNumber)
      default:
        this.#session.add(line, text, lineNumber)
    }
  }

  end(lineNumber: number): ImportLinesReport {
    if (!this.#ended) {
      const where = this.#session === null ? "" : ` in the middle of session ${this.#session.sessionId}`
      throw corrupt(lineNumber + 1, `is missing: the file ends${where} without its last line`)
    }
    this.#report.leftOutAliases = [...this.#projects.leftOut]
    this.#report.projects = [...this.#sessionsByProject].map(([id, sessions]) => ({ id, sessions }))
    return this.#report
  }

  async #acceptBetween(line: BodyLine, text: string, lineNumber: number): Promise<void> {
    if (line.type === "session.begin") {
      this.#session = new SessionLines(this.#store, this.#projects, line.sessionId, line.project)
      return this.#session.begin(text)
    }
    if (line.type !== "end") throw corrupt(lineNumber, "does not belong to any session")
    if (line.sessions !== this.#sessions || line.changes !== this.#changes) {
      throw corrupt(
        lineNumber,
        `says that there are ${line.sessions} sessions with ${line.changes} changes, but ${this.#sessions} with ${this.#changes} came before it`,
      )
    }
    this.#ended = true
  }

  async #endSession(session: SessionLines, line: SessionEndLine, lineNumber: number): Promise<void> {
    const { sessionId } = session
    const outcome = await session.end(line, lineNumber)
    this.#session = null
    this.#sessions += 1
    this.#changes += line.changes
    if ("code" in outcome) {
      this.#report.problems.push(outcome)
    } else {
      this.#report.sessions[outcome.outcome] += 1
      for (const key of ["messages", "parts", "files", "removals"] as const) this.#report[key] += outcome[key]
    }
    const projectId = session.projectId === null ? null : await this.#projects.targetOf(session.projectId)
    if (projectId !== null) this.#sessionsByProject.set(projectId, (this.#sessionsByProject.get(projectId) ?? 0) + 1)
    this.#options.onProgress?.({ sessions: this.#sessions, changes: this.#changes, sessionId })
  }
}

/** The lines of one session: held until a checksum confirms them, then replayed. */
class SessionLines {
  readonly sessionId: string
  projectId: string | null = null
  readonly #store: SessionStore
  readonly #projects: ProjectTransfer
  readonly #project: Project
  readonly #hash: Hash = createHash("sha256")
  #replay: SessionReplay | null = null
  #problem: SessionProblem | null = null
  #unconfirmed: { change: RecordedChange; size: number }[] = []
  #unconfirmedSize = 0
  #changes = 0
  #revision = 0

  constructor(store: SessionStore, projects: ProjectTransfer, sessionId: string, project: Project) {
    this.#store = store
    this.#projects = projects
    this.sessionId = sessionId
    this.#project = project
  }

  begin(text: string): void {
    this.#hash.update(`${text}\n`)
  }

  add(change: RecordedChange, text: string, lineNumber: number): void {
    if (change.revision <= this.#revision) throw corrupt(lineNumber, "has a revision that does not ascend")
    if (this.#changes === 0 && change.type !== "session") throw corrupt(lineNumber, "must be the session itself")
    if (change.type === "session") this.#checkSession(change.session, lineNumber)
    for (const slice of slicesOf(text)) this.#hash.update(slice)
    this.#hash.update("\n")
    this.#hold(change, text, lineNumber)
    this.#changes += 1
    this.#revision = change.revision
    const { lines, size } = maximumUnconfirmed
    if (this.#unconfirmed.length > lines || (this.#unconfirmed.length > 1 && this.#unconfirmedSize > size)) {
      throw corrupt(lineNumber, "comes too long after the last checksum")
    }
  }

  #hold(change: RecordedChange, text: string, lineNumber: number): void {
    // Whatever is done with such a value might exhaust the stack: it is not looked at any more, and its session is not imported.
    if (text.length > maximumLevels && isDeeperThan(change, maximumLevels)) {
      const message = `Line ${lineNumber} is nested more than ${maximumLevels} levels deep.`
      this.#problem ??= { sessionId: this.sessionId, code: "invalid_input", message }
      return
    }
    this.#unconfirmed.push({ change, size: text.length })
    this.#unconfirmedSize += text.length
  }

  async confirm(checksum: string, lineNumber: number): Promise<void> {
    if (this.#hash.copy().digest("hex") !== checksum) {
      throw corrupt(lineNumber, `has another checksum than the lines before it of session ${this.sessionId}`)
    }
    const confirmed = this.#unconfirmed
    this.#unconfirmed = []
    this.#unconfirmedSize = 0
    await this.#try(async () => {
      this.#replay ??= await this.#beginReplay()
      for (const { change, size } of confirmed) {
        await this.#replay.accept(await inTargetProject(change, this.#projects), size)
      }
    })
  }

  async end(line: SessionEndLine, lineNumber: number): Promise<ReplayResult | SessionProblem> {
    if (line.sessionId !== this.sessionId || line.changes !== this.#changes || line.revision !== this.#revision) {
      throw corrupt(lineNumber, `ends another session than ${this.sessionId} with its ${this.#changes} changes`)
    }
    await this.confirm(line.checksum, lineNumber)
    const result = await this.#try(async () => this.#replay?.end())
    return this.#problem ?? result ?? { sessionId: this.sessionId, code: "corrupt", message: "It has no content." }
  }

  #checkSession(session: { id: string; projectId: string }, lineNumber: number): void {
    if (session.id !== this.sessionId) throw corrupt(lineNumber, `is of session ${session.id}, not ${this.sessionId}`)
    this.projectId = session.projectId
  }

  async #beginReplay(): Promise<SessionReplay> {
    await this.#projects.bring(this.#project)
    return SessionReplay.begin(this.#store, this.sessionId)
  }

  /** A problem of this session does not stop the others. */
  async #try<Result>(run: () => Promise<Result>): Promise<Result | undefined> {
    if (this.#problem !== null) return undefined
    try {
      return await run()
    } catch (error) {
      this.#problem = problemOf(this.sessionId, error)
      return undefined
    }
  }
}
