import { readFile, realpath } from "node:fs/promises"
import { join } from "node:path"
import { findRepository, rootCommits } from "@opencode/session-core/project"
import { hashOfRemoteId, remoteIdsOf } from "./open-code-project-id.ts"

/**
 * The ids under which OpenCode may know the project of a folder: by its remote, by the id it left there, by its first commits.
 * None where there is no git or no repository, or where git does not respond.
 */
export async function openCodeIdsOf(directory: string): Promise<Set<string>> {
  const { repository } = await findRepository(await realpath(directory), process.env)
  if (repository === null) return new Set()
  const [roots, left] = await Promise.all([
    rootCommits(repository, process.env),
    readFile(join(repository.commonDirectory, "opencode"), "utf8").catch(() => ""),
  ])
  const ids = new Set(remoteIdsOf(repository.remotes.get("origin") ?? "").map(hashOfRemoteId))
  for (const id of [...roots, left.trim()]) ids.add(id)
  ids.delete("")
  return ids
}
