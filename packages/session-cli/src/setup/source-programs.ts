import type { SourceProgram } from "@opencode/session-opencode"

/** The programs whose sessions `import` knows. Loaded here: it brings readers of several formats. */
export async function sourcePrograms(): Promise<readonly SourceProgram[]> {
  const [{ agentPrograms }, { builtInPrograms }] = await Promise.all([
    import("@opencode/session-agents"),
    import("@opencode/session-opencode/formats"),
  ])
  // Tables of the same names as in the databases of OpenCode in Go are told by what is in them.
  return [...agentPrograms, ...builtInPrograms]
}
