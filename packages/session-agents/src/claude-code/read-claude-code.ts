import { type JsonObject, limits } from "@opencode/session-core"
import { isId, isText, type SourceLog, shorten } from "@opencode/session-opencode/formats"
import type { PlannedSession } from "../plan/planned-session.ts"
import type { RecordFile } from "../records/record-file.ts"
import type { FoundSession } from "../source/agent-file.ts"
import { readRecords } from "../source/read-records.ts"
import { agentSessionId } from "../values/agent-session-id.ts"
import { ClaudeCodeDraft } from "./claude-code-draft.ts"
import { ClaudeCodeInterpreter } from "./claude-code-interpreter.ts"
import { SideChains } from "./side-chains.ts"

/** What is known of a file besides its lines. */
export interface ClaudeCodeNames {
  /** Its name without the ending: Claude Code names a file by its session. */
  readonly name: string
  /** The note beside a sub-agent's file, which says of what type it is and what it was started for. */
  readonly note: JsonObject | null
}

/** Reads a file of Claude Code: a session, with those sub-agents that stand in the same file, or a sub-agent of its own. */
export function readClaudeCode({ name, note }: ClaudeCodeNames, file: RecordFile, log: SourceLog): FoundSession[] {
  const drafts = new Map<string | null, ClaudeCodeDraft>()
  const chains = new SideChains()
  const draftOf = (agent: string | null): ClaudeCodeDraft => {
    const draft = drafts.get(agent) ?? new ClaudeCodeDraft()
    drafts.set(agent, draft)
    return draft
  }
  readRecords(file, log, {
    record: (line, reference) => draftOf(chains.agentOf(line)).add(line, reference),
    unreadable: (reference) => draftOf(chains.home).draft.addEvent(reference, "unreadable"),
  })
  const main = drafts.get(null)
  const sessionId = sessionIdOf(name, main ?? draftOf(chains.home))
  // Old versions leave files with nothing but titles of other sessions.
  const conversations = [...drafts].filter(([, draft]) => draft.hasConversation)
  return conversations.map(([agent, draft]) => {
    const plan = agent === null ? planOf(sessionId, draft, {}) : planOfAgent(agent, sessionId, draft, note)
    return { plan, interpreter: new ClaudeCodeInterpreter(sessionId) }
  })
}

/** A file that was renamed, or copied from a session that went on, is told by its lines. */
function sessionIdOf(name: string, { sessionIds }: ClaudeCodeDraft): string {
  const [first] = sessionIds
  return sessionIds.has(name) || first === undefined ? name : first
}

function planOfAgent(
  agent: string,
  sessionId: string,
  draft: ClaudeCodeDraft,
  note: JsonObject | null,
): PlannedSession {
  const { agentType, description } = note ?? {}
  return planOf(agentSessionId(sessionId, agent), draft, {
    ...{ parentId: sessionId, agentId: agent },
    ...(isId(agentType) ? { agent: agentType } : {}),
    ...(typeof description === "string" ? { title: shorten(description, limits.titleBytes) } : {}),
    ...(note === null ? {} : { note }),
  })
}

function planOf(id: string, { draft, facts, model, todos }: ClaudeCodeDraft, others: JsonObject): PlannedSession {
  const { customTitle, aiTitle, summary, firstPrompt, cwd } = facts
  const title = customTitle ?? aiTitle ?? summary ?? firstPrompt ?? ""
  const { createdAt, updatedAt, messages } = draft
  return {
    ...{ id, todos, createdAt, updatedAt, messages },
    facts: {
      ...{ time_updated: updatedAt, title: shorten(title, limits.titleBytes), agent: null, model, archivedAt: null },
      titleSource: customTitle === undefined ? "generated" : "user",
      ...{ parentId: null, folder: isText(cwd, limits.pathBytes) ? cwd : null },
      ...facts,
      ...others,
    },
  }
}
