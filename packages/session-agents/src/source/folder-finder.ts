import { hash } from "node:crypto"
import { stat } from "node:fs/promises"
import { hostname } from "node:os"
import { limits } from "@opencode/session-core"
import { identifyProject } from "@opencode/session-core/project"
import { isText, relativeTo, type SourceProject } from "@opencode/session-opencode/formats"

/** The project that a folder belongs to, and where the folder is in it. */
export interface FoundFolder {
  project: SourceProject
  /** Relative to the project's top folder. */
  directory: string
}

/** Finds the top folders of the folders that sessions ran in, each once. */
export class FolderFinder {
  readonly #found = new Map<string, Promise<FoundFolder>>()

  /** A folder that is not here, as in a history of another machine, is taken for a project's top itself. */
  find(folder: string | null): Promise<FoundFolder> {
    if (folder === null || !isText(folder, limits.pathBytes)) {
      return Promise.resolve({ project: { key: "", worktree: null }, directory: "" })
    }
    const found = this.#found.get(folder) ?? findFolder(folder)
    this.#found.set(folder, found)
    return found
  }
}

async function findFolder(folder: string): Promise<FoundFolder> {
  const top = await topOf(folder)
  const directory = relativeTo(top, folder)
  return {
    project: { key: keyOf(top), worktree: top },
    directory: isText(directory, limits.pathBytes) ? directory : "",
  }
}

/** A folder of another machine, such as a container's `/workspace`, is another project, in whatever store they meet. */
const keyOf = (folder: string): string => `folder-${hash("sha256", JSON.stringify([hostname(), folder])).slice(0, 32)}`

async function topOf(folder: string): Promise<string> {
  try {
    if (!(await stat(folder)).isDirectory()) return folder
    // What the environment says is about the current folder.
    const { OPENCODE_PROJECT_ID: _id, ...environment } = process.env
    const { directory, worktreeDirectory } = await identifyProject({ directory: folder, environment })
    // Where a symbolic link leads there, the folder is told from the link's target.
    return folder === directory || worktreeDirectory !== directory ? worktreeDirectory : folder
  } catch {
    return folder
  }
}
