import { SessionStorageError } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"
import type { OpenCodeApi } from "./open-code-api.ts"

/** A project as this machine's OpenCode calls it. */
export interface LocalProject {
  /** OpenCode's own id: a hash. */
  id: string
  /** Its top folder; `/` for OpenCode's project of all folders outside of git. */
  worktree: string
}

/**
 * The project that the running OpenCode works in. Fails with `unsupported` for a version that takes no sessions: every 2.x, and a 1.x
 * from before sessions could be replayed.
 */
export async function requireOpenCode(openCode: OpenCodeApi): Promise<LocalProject> {
  const { body: health } = await openCode.request("/global/health")
  const version = isObject(health) && typeof health.version === "string" ? health.version : ""
  const major = Number(/^v?(\d+)\./.exec(version)?.[1])
  if (major >= 2) {
    throw new SessionStorageError("unsupported", `OpenCode ${version} takes no sessions by its API.`, {
      hint: "`opencode-session export SESSION --format opencode --for 2 -o session.json` writes a file for it to import.",
    })
  }
  const { body: project } = await openCode.request("/project/current")
  if (isObject(project) && typeof project.id === "string" && typeof project.worktree === "string") {
    return { id: project.id, worktree: project.worktree }
  }
  throw tooOld(version)
}

/** For a version without what a pull needs. */
export const tooOld = (version = ""): SessionStorageError =>
  new SessionStorageError(
    "unsupported",
    `This OpenCode${version === "" ? "" : ` (${version})`} takes no sessions by its API.`,
    {
      hint: "Update it: `opencode upgrade`. 1.18 does.",
    },
  )
