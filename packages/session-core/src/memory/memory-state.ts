import type { FileVersion } from "../model/file-version.ts"
import type { Message } from "../model/message.ts"
import type { Part } from "../model/part.ts"
import type { Project } from "../model/project.ts"
import type { Session } from "../model/session.ts"
import { type Scope, scopeProjectId } from "../provider/scope.ts"

/** What was removed, at its revision. */
export type Tombstone =
  | { type: "message.removed"; revision: number; messageId: string }
  | { type: "part.removed"; revision: number; messageId: string; partId: string }
  | { type: "file.removed"; revision: number; path: string; version: number }

/** A session with all that it holds. */
export interface SessionRecord {
  session: Session
  /** The revision at which the session was created, and that of the last change of its own fields. */
  firstRevision: number
  fieldsRevision: number
  /** Its place in the feed of changed sessions, and among all sessions by age. */
  sequence: number
  number: number
  messages: Map<string, Message>
  /** By message id and part id. */
  parts: Map<string, Part & { number: number }>
  /** By path and version. */
  files: Map<string, FileVersion>
  tombstones: Tombstone[]
}

/** A session that is not in a project any more: it was purged or moved. */
export interface DepartedSession {
  projectId: string
  sessionId: string
  revision: number
  sequence: number
}

/** Everything that the provider keeps. */
export class MemoryState {
  /** Sessions by id, deleted ones too. */
  readonly records = new Map<string, SessionRecord>()
  /** What was purged or moved away, by project id and session id. */
  readonly departed = new Map<string, DepartedSession>()
  /** Projects by id. */
  readonly projects = new Map<string, Project>()
  /** The revision that a batch led to, by session id and batch id. */
  readonly receipts = new Map<string, number>()
  #sequence = 0
  #number = 0

  get sequence(): number {
    return this.#sequence
  }

  /** The next feed position, across all sessions. */
  nextSequence(): number {
    this.#sequence += 1
    return this.#sequence
  }

  /** The next number by which hits of a search are ordered. */
  nextNumber(): number {
    this.#number += 1
    return this.#number
  }

  /** The session if the scope has it. */
  find(scope: Scope, sessionId: string): SessionRecord | undefined {
    const record = this.records.get(sessionId)
    const projectId = scopeProjectId(scope)
    return record !== undefined && (projectId === null || record.session.projectId === projectId) ? record : undefined
  }

  /** Whether the session is in the scope, was in it before it moved away, or is nowhere any more. */
  concerns(scope: Scope, sessionId: string): boolean {
    const projectId = scopeProjectId(scope)
    if (this.find(scope, sessionId) !== undefined || !this.records.has(sessionId)) return true
    return projectId !== null && this.departed.has(keyOf(projectId, sessionId))
  }

  /** The session and those that it started, directly or not, within its project. */
  subtree(root: SessionRecord): SessionRecord[] {
    const subtree = new Set([root])
    // A set visits what is added to it on the way; a circle of parents adds nothing new and ends.
    for (const member of subtree) {
      for (const record of this.records.values()) {
        const { parentId, projectId } = record.session
        if (parentId === member.session.id && projectId === root.session.projectId) subtree.add(record)
      }
    }
    return [...subtree]
  }
}

/** A key of several strings that no other strings make. */
export const keyOf = (...values: (string | number)[]): string => JSON.stringify(values)
