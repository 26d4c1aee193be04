import type { AgentCapability } from "../api/types.ts"
import { status } from "./status.ts"

/** The agent, where it answers: in its own project only. Null in any other, and when the server has none. */
export function agentIn(projectId: string | null): AgentCapability | null {
  const agent = status.value?.agent ?? null
  return agent?.projectId === projectId ? agent : null
}
