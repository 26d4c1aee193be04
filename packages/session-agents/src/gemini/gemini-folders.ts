import { createHash } from "node:crypto"
import { readdirSync } from "node:fs"
import { basename, dirname, join } from "node:path"
import { isObject } from "@opencode/session-opencode/formats"
import { readNote, readSmallText } from "../folders/read-note.ts"

/** Folders between Gemini CLI's own and a chat. */
const deepest = 6

/** Tells which folder a chat ran in: chats are in a folder for each project, which is named by a hash of its path or by a short name. */
export class GeminiFolders {
  readonly #byName = new Map<string, string>()

  /** `folder` is Gemini CLI's own, or any below it. */
  constructor(folder: string) {
    for (let [at, depth] = [folder, 0]; depth < deepest; [at, depth] = [dirname(at), depth + 1]) {
      const { projects } = readNote(join(at, "projects.json")) ?? {}
      if (!isObject(projects)) continue
      for (const [path, name] of Object.entries(projects)) {
        if (typeof name === "string") this.#byName.set(name, path)
        this.#byName.set(createHash("sha256").update(path).digest("hex"), path)
      }
      break
    }
  }

  /** The folder of a project's chats, given a file in it; null where nothing tells. */
  folderOf(path: string, projectHash: unknown): string | null {
    const project = projectFolder(path)
    const noted = readSmallText(join(project, ".project_root"))?.trim()
    const named = this.#byName.get(basename(project)) ?? this.#byName.get(String(projectHash))
    return noted || named || null
  }
}

/** The folder that a project's chats, log and saved conversations are in. */
export function projectFolder(path: string): string {
  for (let at = dirname(path), depth = 0; depth < 3; at = dirname(at), depth += 1) {
    if (basename(at) === "chats") return dirname(at)
  }
  return dirname(path)
}

/** The names of the files of a project's chats: they end with the beginning of a session's id. */
export function chatNames(project: string): string[] {
  try {
    return readdirSync(join(project, "chats"))
  } catch {
    return []
  }
}
