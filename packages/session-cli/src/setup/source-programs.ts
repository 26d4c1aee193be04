import type { SourceProgram } from "@opencode/session-opencode"

/** The programs whose sessions `import` knows. Loaded here: it brings readers of several formats. */
export async function sourcePrograms(): Promise<readonly SourceProgram[]> {
  const { builtInPrograms } = await import("@opencode/session-opencode/formats")
  return builtInPrograms
}
