import { isAbsolute, join, sep } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { resolveSetup } from "@opencode/session-core/configuration"
import { relativeDirectory } from "@opencode/session-core/project"
import type { CommandContext } from "../context/command-context.ts"

/** Whether a session's folder is one that was asked for. */
export type FolderFilter = (directory: string) => boolean

/**
 * Sessions of a folder and of those in it. The folder is relative to the project's top folder, as sessions keep theirs; one that begins
 * with `.` is relative to the current folder.
 */
export async function folderFilter(context: CommandContext, folder: string): Promise<FolderFilter> {
  if (folder === "") throw new SessionStorageError("invalid_input", "--folder must be a non-empty path.")
  const wanted = withoutEnd(isFromHere(folder) ? await inProject(context, folder) : folder)
  return (directory) => wanted === "" || directory === wanted || directory.startsWith(`${wanted}/`)
}

const isFromHere = (folder: string): boolean => /^\.{1,2}(?:[/\\]|$)/.test(folder) || isAbsolute(folder)

async function inProject({ directory, environment }: CommandContext, folder: string): Promise<string> {
  const { identity } = await resolveSetup({ directory, environment })
  const path = isAbsolute(folder) ? folder : join(identity.directory, folder)
  return relativeDirectory(identity.worktreeDirectory, path)
}

const withoutEnd = (folder: string): string => folder.split(sep).join("/").replace(/\/+$/, "")
