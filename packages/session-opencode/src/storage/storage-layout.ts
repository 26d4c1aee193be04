import { readdirSync } from "node:fs"
import { basename, dirname, join } from "node:path"

/** A session's file. */
export interface SessionFile {
  /** The session's id: its file's name. What the file says may be older, since OpenCode moved files without changing them. */
  id: string
  /** What the project is called there. */
  projectKey: string
  file: string
}

/** Where a version of OpenCode kept what, before it had a database. */
export interface StorageLayout {
  /** All files of sessions. */
  sessions(): SessionFile[]
  /** The ids of sessions that have messages. */
  sessionsWithMessages(): string[]
  /** The folder of a session's messages. */
  messages(sessionId: string): string
  /** The folder of a message's parts. */
  parts(sessionId: string, messageId: string): string
  /** The file of a project. */
  project(key: string): string
  /** The file of a session's to-do list. */
  todos(sessionId: string): string
  /** The file of a session's changes, where they are not in its own. */
  changes(sessionId: string): string
}

/** The layout of a folder; null where it is none. `names` are those of what is in it. */
export function layoutOf(folder: string, names: readonly string[]): StorageLayout | null {
  if (!names.includes("session")) return null
  const inSession = namesIn(join(folder, "session"))
  if (inSession.includes("info")) return byKind(folder)
  const isKnown = ["message", "part", "project", "migration"].some((name) => names.includes(name))
  return isKnown ? byProject(folder) : null
}

/** 0.6 to 1.1: all projects in one folder. */
function byProject(folder: string): StorageLayout {
  return {
    sessions: () => namesIn(join(folder, "session")).flatMap((key) => filesIn(join(folder, "session", key), key)),
    sessionsWithMessages: () => namesIn(join(folder, "message")),
    messages: (session) => join(folder, "message", session),
    parts: (_session, message) => join(folder, "part", message),
    project: (key) => join(folder, "project", `${key}.json`),
    todos: (session) => join(folder, "todo", `${session}.json`),
    changes: (session) => join(folder, "session_diff", `${session}.json`),
  }
}

/** Before 0.6: a folder for each project, `project/NAME/storage`. */
function byKind(folder: string): StorageLayout {
  const session = join(folder, "session")
  const key = basename(dirname(folder))
  return {
    sessions: () => filesIn(join(session, "info"), key),
    sessionsWithMessages: () => namesIn(join(session, "message")),
    messages: (id) => join(session, "message", id),
    parts: (id, message) => join(session, "part", id, message),
    project: (name) => join(folder, "project", `${name}.json`),
    todos: (id) => join(folder, "todo", `${id}.json`),
    changes: (id) => join(session, "diff", `${id}.json`),
  }
}

const filesIn = (folder: string, projectKey: string): SessionFile[] =>
  jsonFilesIn(folder).map((file) => ({ id: basename(file, ".json"), projectKey, file }))

/** The JSON files of a folder, sorted; OpenCode's temporary files have other names. None where there is no such folder. */
export const jsonFilesIn = (folder: string): string[] =>
  namesIn(folder)
    .filter((name) => name.endsWith(".json") && !name.startsWith("."))
    .map((name) => join(folder, name))

/** The names in a folder, sorted; none where it is no folder. Other failures are thrown. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return []
    throw error
  }
}
