import { tmpdir } from "node:os"
import { join } from "node:path"
import type { SessionStore } from "@opencode/session-core"
import { importSource } from "@opencode/session-opencode"
import { demoFolder } from "./demo-folder.ts"

/** The sample: the database of a real OpenCode 1.18.33 that worked for an invented team. */
export const sampleFile = join(demoFolder, "sample", "opencode.db")

/** Brings the sample into the store's project when that has no session yet. Gives how many it brought. */
export async function bringSample(store: SessionStore, projectId: string): Promise<number> {
  const { sessions, deletedSessions } = await store.statistics()
  if (sessions + deletedSessions > 0) return 0
  // The folder does not matter: the project is named.
  const report = await importSource(store.allProjects(), sampleFile, { directory: tmpdir(), project: projectId })
  return report.sessions.created
}
