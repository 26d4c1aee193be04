import { dirname, join } from "node:path"
import { isId } from "@opencode/session-opencode/formats"
import { LineFile } from "../records/line-file.ts"

/** Folders between Codex's own and a rollout. */
const deepest = 5

/** The titles that users gave sessions, by the sessions' ids. They are in a file at the top of Codex's folder; later lines win. */
export function readSessionNames(folder: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (let [at, depth] = [folder, 0]; depth < deepest; [at, depth] = [dirname(at), depth + 1]) {
    if (readInto(names, join(at, "session_index.jsonl"))) break
  }
  return names
}

/** False where there is no such file. */
function readInto(names: Map<string, string>, path: string): boolean {
  try {
    using file = new LineFile(path, path)
    for (const found of file.records()) {
      if (found.kind !== "record") continue
      const { id, thread_name: name } = found.value
      if (isId(id) && typeof name === "string" && name !== "") names.set(id, name)
    }
    return true
  } catch {
    return false
  }
}
