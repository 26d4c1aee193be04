import { existsSync } from "node:fs"
import { basename, join } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import {
  type DatabaseInput,
  isId,
  openInput,
  type Source,
  type SourceFormat,
  type SourceLog,
  type SourceProgram,
} from "@opencode/session-opencode/formats"
import type { AgentFile, PackedFile } from "../source/agent-file.ts"
import { type FilesOfAgent, filesIn, formatsOf, isFolderOf } from "../source/agent-formats.ts"
import { AgentSource } from "../source/agent-source.ts"
import { closing } from "../source/closing.ts"
import { readRecords } from "../source/read-records.ts"
import { GooseDatabase } from "./goose-database.ts"
import { GooseDraft } from "./goose-draft.ts"
import { gooseInterpreter } from "./goose-interpreter.ts"
import { isGooseRecord, isHeader } from "./goose-message.ts"
import { gooseSession } from "./goose-session.ts"

const ending = ".jsonl"
const databaseName = "sessions.db"

const files: FilesOfAgent = {
  ...{ name: "goose", program: "Goose", origin: "goose" },
  isRecord: isGooseRecord,
  beginsLikeRecord: (text) => /^\{"(?:working_dir|description)":"/.test(text) && /"working_dir":"/.test(text),
  isFileName: (name) => name.endsWith(ending),
  readerOf: () => (path) => (file, log) => {
    const draft = new GooseDraft()
    let header = {}
    readRecords(file, log, {
      record(value, reference) {
        if (isHeader(value)) header = value
        else if (isGooseRecord(value)) draft.add(value, reference)
        else draft.addOther(reference)
      },
      unreadable: (reference) => draft.addUnreadable(reference),
    })
    if (draft.isEmpty) return []
    const name = basename(path, ending)
    return [{ plan: draft.plan(gooseSession(isId(name) ? name : "session", header)), interpreter: gooseInterpreter }]
  },
}

const database: SourceFormat = {
  name: files.name,
  label: "a database of Goose",
  kind: "database",
  recognize: isDatabaseOfGoose,
  async open(input, { log }) {
    const found = new GooseDatabase(input)
    return new AgentSource(
      files,
      found.names().map((name) => found.file(name)),
      log,
    )
  },
}

/** The folder has a database, files of older versions, or both: what the database has taken over is read there. */
const folder: SourceFormat = {
  name: files.name,
  label: `a folder of ${files.program}'s sessions`,
  kind: "folder",
  recognize: async ({ path }) => existsSync(join(path, databaseName)) || isFolderOf(files, path),
  open: ({ path }, { log }) => openFolder(path, log),
}

const [text] = formatsOf(files)

/** Goose keeps its sessions in a database; older versions kept a file for each, which it then took over. */
export const goose: SourceProgram = {
  name: files.program,
  formats: [database, ...(text === undefined ? [] : [text]), folder],
  places({ home, environment, platform }) {
    const { GOOSE_PATH_ROOT, XDG_DATA_HOME, APPDATA } = environment
    const roots = [
      ...(GOOSE_PATH_ROOT ? [join(GOOSE_PATH_ROOT, "data")] : []),
      ...(platform === "win32" && APPDATA ? [join(APPDATA, "Block", "goose", "data")] : []),
      ...(XDG_DATA_HOME ? [join(XDG_DATA_HOME, "goose")] : []),
      ...(home === null ? [] : [join(home, ".local", "share", "goose")]),
    ]
    return roots.map((root) => join(root, "sessions"))
  },
}

function isDatabaseOfGoose({ tables }: DatabaseInput): boolean {
  const has = (table: string, column: string) => tables.get(table)?.includes(column) === true
  return has("sessions", "working_dir") && has("messages", "content_json")
}

async function openFolder(path: string, log: SourceLog): Promise<Source> {
  const lines = await filesIn(files, path, log)
  const input = await openDatabase(join(path, databaseName), log)
  if (input === null) return new AgentSource(files, lines, log)
  const found = new GooseDatabase(input)
  const names = new Set(found.names())
  const others = lines.filter((file) => !names.has(basename(file.path, ending)))
  const all: (AgentFile | PackedFile)[] = [...[...names].map((name) => found.file(name)), ...others]
  return closing(new AgentSource(files, all, log), input)
}

/** Null where there is none, or it cannot be read: then the log says so. */
async function openDatabase(path: string, log: SourceLog): Promise<(DatabaseInput & Disposable) | null> {
  if (!existsSync(path)) return null
  try {
    const input = await openInput(path)
    if (input.kind === "database" && isDatabaseOfGoose(input)) return input
    input[Symbol.dispose]()
    log.skipped({
      table: "file",
      id: path,
      reason: "Goose keeps its sessions in a file of this name, but it is no database of Goose.",
    })
  } catch (error) {
    if (!SessionStorageError.isInstance(error)) throw error
    log.skipped({ table: "file", id: path, reason: `A database of Goose cannot be read: ${error.message}` })
  }
  return null
}
