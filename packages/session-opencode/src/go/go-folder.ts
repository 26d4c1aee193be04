import { hash } from "node:crypto"
import { stat } from "node:fs/promises"
import { homedir, hostname } from "node:os"
import { basename, dirname, resolve } from "node:path"
import { resolveSetup } from "@opencode/session-core/configuration"
import { identifyProject } from "@opencode/session-core/project"
import type { DatabaseInput } from "../source/source-input.ts"
import type { GoFolder } from "./go-database.ts"
import type { GoLineage } from "./go-lineage.ts"

/**
 * Where a database stands. The lineage keeps one in each project, whose folder is then that of all its sessions; one that stands anywhere
 * else is about the current folder.
 */
export async function findGoFolder(
  { identity, path }: DatabaseInput,
  { folder }: GoLineage,
  directory: string,
): Promise<GoFolder> {
  const around = dirname(resolve(directory, path))
  // A pipe has no folder, and a packed file is a copy.
  if (identity !== null && basename(around) === folder && dirname(around) !== homedir()) {
    return ofFolder(dirname(around))
  }
  const { identity: current } = await resolveSetup({ directory })
  return { project: { key: "", worktree: null }, top: current.worktreeDirectory }
}

async function ofFolder(directory: string): Promise<GoFolder> {
  // What the environment says is about the current folder.
  const { OPENCODE_PROJECT_ID: _id, ...environment } = process.env
  const isThere = await stat(directory).catch(() => null)
  const top = isThere === null ? directory : (await identifyProject({ directory, environment })).worktreeDirectory
  const key = `folder-${hash("sha256", JSON.stringify([hostname(), top])).slice(0, 32)}`
  return { project: { key, worktree: top, directory }, top }
}
