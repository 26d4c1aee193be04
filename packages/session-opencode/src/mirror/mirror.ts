import { setTimeout as delay } from "node:timers/promises"
import { type Author, SessionStorageError, type SessionStore } from "@opencode/session-core"
import { Follower } from "../follow/follower.ts"
import { WrittenSignal } from "../follow/written-signal.ts"
import type { AdmittedProject } from "../import/import-session.ts"
import type { Source } from "../source/source.ts"
import { type LivePiece, LiveText } from "./live-text.ts"
import type { MirrorPlaces } from "./mirror-places.ts"
import type { MirrorRules } from "./mirror-rules.ts"
import { MirrorState } from "./mirror-state.ts"
import type { MirrorProblem, MirrorStatus } from "./mirror-status.ts"
import { StatusReporter } from "./status-reporter.ts"

/** What a mirror needs. */
export interface MirrorOptions {
  /** OpenCode's database. It need not be there yet. */
  database: string
  /** Where the mirror keeps its lock, what it has sent, and its status. */
  places: MirrorPlaces
  /** Opens the store of all projects that is sent to. Called again after a failure. */
  openStore(signal: AbortSignal): Promise<SessionStore>
  /** Reads the rules that are in force. Called every few seconds. */
  readRules(): Promise<MirrorRules>
  /** Whose sessions these are. */
  author: Author | null
  /** Who runs the mirror, for people. */
  runBy: string
  /** Told whenever what the mirror says of itself changes, once others can read it. */
  onStatus?: ((status: MirrorStatus) => void) | undefined
}

/** Milliseconds between two looks at whether OpenCode has written, where nothing rings. */
const pause = 1000
/** Milliseconds between two tries to take over from another mirror. */
const standbyPause = 2000
/** Milliseconds between two looks at the rules. */
const rulesPause = 3000
/** Milliseconds of the first pause after a failure. It doubles with each that follows. */
const failurePause = 1000
const longestFailurePause = 30_000

/** Failures that do not pass by themselves. */
const lastingFailures = [
  ...["foreign_database", "newer_schema", "invalid_configuration", "untrusted_configuration", "provider_not_found"],
  ...["provider_incompatible", "access_denied", "unsupported", "runtime_unsupported"],
] as const

/**
 * Sends what OpenCode writes to a store, while it writes it. OpenCode's database is the source of truth and is only read; what was sent
 * stands in the store, with each session, so that a mirror that was killed at any moment goes on where it was. One mirror works on a
 * database at a time: others wait until it ends.
 */
export class Mirror {
  readonly #options: MirrorOptions
  readonly #report: StatusReporter
  readonly #undecided = new Set<string>()
  readonly #live = new LiveText()
  #written: WrittenSignal | null = null
  #rules: MirrorRules | null = null

  constructor(options: MirrorOptions) {
    this.#options = options
    const { database, onStatus = () => {}, places, runBy } = options
    const now = Date.now()
    const status: MirrorStatus = {
      ...{ condition: "starting", problem: null, database, store: null, runBy, pid: process.pid, startedAt: now },
      ...{ writtenAt: now, sentAt: null, waitingSessions: 0, waitingSince: null, undecidedProjects: [] },
    }
    this.#report = new StatusReporter(places.status, status, onStatus)
  }

  /** What the mirror says of itself now. `onStatus` is told a moment later. */
  get status(): MirrorStatus {
    return this.#report.status
  }

  /** Looks at once whether OpenCode has written. */
  ring(): void {
    this.#written?.ring()
  }

  /** A piece of a text that is being spoken. It may be left out: OpenCode writes the whole text when it is done. */
  speak(piece: LivePiece): void {
    this.#live.add(piece)
  }

  /** Mirrors until the signal aborts. It does not fail: what goes wrong is in its status. */
  async run(signal: AbortSignal): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      try {
        using state = await MirrorState.open(this.#options.places)
        if (state === null) {
          this.#report.set({ condition: "standby" })
          await rest(standbyPause, signal)
          continue
        }
        await this.#mirror(state, signal, () => {
          failures = 0
        })
      } catch (error) {
        if (signal.aborted) break
        failures += 1
        this.#fail(error)
        await rest(Math.min(failurePause * 2 ** (failures - 1), longestFailurePause), signal)
      }
    }
    await this.#report.end()
  }

  /** Until the signal aborts or something fails that the follower does not try again. */
  async #mirror(state: MirrorState, signal: AbortSignal, onOpen: () => void): Promise<void> {
    const { author, database, openStore, readRules } = this.#options
    this.#rules = await readRules()
    await using store = await openStore(signal)
    const { name, location } = store.provider
    this.#report.set({ store: { name, location } })
    // A store that was emptied since is filled again.
    const { latest } = state
    if (latest !== null && (await store.sessions.get(latest, { includeDeleted: true })) === null) state.clear()
    onOpen()
    using written = await WrittenSignal.of(database)
    this.#written = written
    this.#live.store = store
    const follower = new Follower(store, database, {
      ...{ author, known: state, deletes: true, isOpenHere: true, signal },
      admits: (project) => this.#admits(project),
      isOwn: (sessionId, from, to) => this.#live.isOwn(sessionId, from, to),
      check: (source) => {
        checkSource(source, database)
        state.useFor({ database: source.identity ?? database, store: `${name} ${location}` })
      },
      onWaiting: (sessions) => this.#note(sessions),
    })
    const ended = new AbortController()
    const watching = this.#watchRules(follower, AbortSignal.any([signal, ended.signal]))
    try {
      await follower.run(written, {
        ...{ signal, pause, isPatient: true },
        onImport: ({ sessions }, deleted) => {
          const hasSent = sessions.created + sessions.updated + deleted > 0
          this.#report.set({ condition: "following", problem: null, ...(hasSent ? { sentAt: Date.now() } : {}) })
        },
        onFailure: (error) => this.#fail(error),
        onRecovery: () => this.#report.set({ condition: "following", problem: null }),
      })
    } finally {
      this.#written = null
      this.#live.store = null
      ended.abort()
      await watching
    }
  }

  async #watchRules(follower: Follower, signal: AbortSignal): Promise<void> {
    let before = JSON.stringify(this.#rules)
    let isBroken = false
    while (!signal.aborted) {
      await rest(rulesPause, signal)
      if (signal.aborted) return
      try {
        const rules = await this.#options.readRules()
        const now = JSON.stringify(rules)
        if (isBroken) this.#report.set({ condition: "following", problem: null })
        isBroken = false
        if (now === before) continue
        before = now
        this.#rules = rules
        this.#undecided.clear()
        this.#report.set({ undecidedProjects: [] })
        follower.release()
        this.ring()
      } catch (error) {
        // What was in force stays in force until the file is right again.
        isBroken = true
        this.#fail(error)
      }
    }
  }

  #admits(project: AdmittedProject): boolean {
    const decision = this.#rules?.decide(project) ?? "ask"
    if (decision === "ask" && !this.#undecided.has(project.id)) {
      this.#undecided.add(project.id)
      this.#report.set({ undecidedProjects: [...this.#undecided].sort() })
    }
    return decision === "include"
  }

  #note(sessions: number): void {
    const { waitingSince } = this.#report.status
    this.#report.set({ waitingSessions: sessions, waitingSince: sessions === 0 ? null : (waitingSince ?? Date.now()) })
  }

  #fail(error: unknown): void {
    const isLasting = lastingFailures.some((code) => SessionStorageError.isInstance(error, code))
    const { problem } = this.#report.status
    const next = problemOf(error)
    const since = problem?.message === next.message ? problem.since : next.since
    this.#report.set({ condition: isLasting ? "stopped" : "waiting", problem: { ...next, since } })
  }
}

function problemOf(error: unknown): MirrorProblem {
  const since = Date.now()
  if (SessionStorageError.isInstance(error)) return { message: error.message, hint: error.hint ?? null, since }
  return { message: `Unexpected: ${error instanceof Error ? error.message : String(error)}`, hint: null, since }
}

/** Tables in which a later version might keep sessions. */
const mayHoldSessions = /^(?:sessions?|messages?|parts?)(?:_|$)/

/** Fails with `foreign_database` where sessions may be somewhere that this version does not look: half a history is none. */
function checkSource({ format, unknownTables = [] }: Source, database: string): void {
  const hint =
    "Nothing is mirrored until then. Update the plugin, or @opencode/session-cli; a newer version may know it."
  if (format !== "opencode-database") {
    throw new SessionStorageError("foreign_database", `${database} is not a database of OpenCode.`, { hint })
  }
  const unknown = unknownTables.filter((table) => mayHoldSessions.test(table))
  if (unknown.length === 0) return
  throw new SessionStorageError(
    "foreign_database",
    `${database} was written by a version of OpenCode that is not known: it has ${unknown.join(", ")}.`,
    { hint },
  )
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => {})
}
