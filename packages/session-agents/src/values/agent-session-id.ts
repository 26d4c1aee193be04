/** The id of a sub-agent's session. It does not begin like its parent's, which people name by its first letters. */
export const agentSessionId = (sessionId: string, agentId: string): string => `agent-${agentId}.${sessionId}`
