import { type ToolSet, tool } from "ai"
import { z } from "zod"
import type { Workspace } from "./workspace.ts"

/** Called when a tool has written a file. */
export type OnWritten = (path: string, content: string) => Promise<void>

/** What the agent can do. Each gives text, as the model reads it. */
export function agentTools(workspace: Workspace, onWritten: OnWritten): ToolSet {
  return {
    list: tool({
      description: "Lists the files of the workspace, or of a folder in it.",
      inputSchema: z.object({ path: z.string().optional().describe("A folder, relative; all by default") }),
      execute: async ({ path }) => {
        const files = await workspace.list(path)
        return files.length === 0 ? "There are no files." : files.join("\n")
      },
    }),
    read: tool({
      description: "Reads a text file of the workspace.",
      inputSchema: z.object({ path: z.string().describe("Relative to the workspace, with /") }),
      execute: ({ path }) => workspace.read(path),
    }),
    write: tool({
      description: "Writes a text file of the workspace, whole, with the folders that it needs.",
      inputSchema: z.object({ path: z.string().describe("Relative to the workspace, with /"), content: z.string() }),
      execute: async ({ path, content }) => {
        const written = await workspace.write(path, content)
        await onWritten(written, content)
        return `Wrote ${Buffer.byteLength(content)} bytes to ${written}.`
      },
    }),
  }
}
