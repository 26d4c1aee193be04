import type { AgentCapability, SessionWebAgent } from "@opencode/session-web"
import { type Agent, agentName } from "./agent.ts"
import type { ChosenModel } from "./choose-model.ts"
import type { Interruptions } from "./interruptions.ts"
import { continuable } from "./reply-errors.ts"

export interface PageAgentOptions {
  agent: Agent
  interruptions: Interruptions
  chosen: ChosenModel
  /** The project that the agent works in. */
  projectId: string
  /** The folder that its tools work in. */
  workspace: string
}

/** The agent as the page uses it. */
export function pageAgent({ agent, interruptions, chosen, projectId, workspace }: PageAgentOptions): SessionWebAgent {
  const model = `${chosen.providerId}/${chosen.modelId}`
  const capability: AgentCapability = {
    name: agentName,
    model,
    projectId,
    workspace,
    introduction: chosen.offline
      ? `The model ${model} is built in: it needs no key, understands a few words, and really works with files.`
      : `Answered by ${model}.`,
    suggestions: chosen.offline ? ["list files", "write notes.md: # Notes", "read notes.md", "count to 40"] : [],
    continues: [...continuable],
  }
  return {
    capability,
    prompt: (sessionId, text) => agent.prompt(sessionId, text),
    retry: (sessionId) => agent.retry(sessionId),
    continue: (sessionId) => agent.continue(sessionId),
    stop: (sessionId) => agent.stop(sessionId),
    reviewMessages: (sessionId, messages) => interruptions.consider(sessionId, messages),
  }
}
