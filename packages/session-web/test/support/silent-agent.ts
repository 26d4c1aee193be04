import type { AgentCapability, SessionWebAgent } from "../../src/index.ts"

/** An agent of a project that never says anything. */
export function silentAgent(projectId: string, capability: Partial<AgentCapability> = {}): SessionWebAgent {
  return {
    capability: {
      name: "silent",
      model: "acme/none",
      projectId,
      workspace: null,
      introduction: "It listens, and says nothing.",
      suggestions: [],
      continues: [],
      ...capability,
    },
    prompt: async () => "msg_prompted",
    retry: async () => "msg_retried",
    continue: async () => "msg_continued",
    stop: async () => {},
  }
}
