import { isAbsolute, join, sep } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { relativeDirectory } from "@opencode/session-core/project"
import type { CommandContext } from "../context/command-context.ts"

/**
 * A folder as sessions keep theirs: relative to the project's top folder, empty for that itself. One that is given with a `.` before it
 * is relative to the current folder.
 */
export async function folderInProject(context: CommandContext, folder: string): Promise<string> {
  if (folder === "") throw new SessionStorageError("invalid_input", "--folder must be a non-empty path.")
  return withoutEnd(isFromHere(folder) ? await inProject(context, folder) : folder)
}

const isFromHere = (folder: string): boolean => /^\.{1,2}(?:[/\\]|$)/.test(folder) || isAbsolute(folder)

async function inProject({ directory, environment }: CommandContext, folder: string): Promise<string> {
  const { identity } = await resolveSetup({ directory, environment })
  const path = isAbsolute(folder) ? folder : join(identity.directory, folder)
  return relativeDirectory(identity.worktreeDirectory, path)
}

const withoutEnd = (folder: string): string => folder.split(sep).join("/").replace(/\/+$/, "")
