import { basename, dirname } from "node:path"
import { type JsonObject, SessionStorageError } from "@opencode/session-core"
import {
  type FolderInput,
  openInput,
  type Source,
  type SourceFormat,
  type SourceLog,
  type TextInput,
} from "@opencode/session-opencode/formats"
import { firstRecords } from "../folders/first-records.ts"
import { beginningOf } from "../folders/read-beginning.ts"
import { textFile } from "../folders/text-file.ts"
import { walkFolder } from "../folders/walk-folder.ts"
import { LineFile } from "../records/line-file.ts"
import type { RecordFile } from "../records/record-file.ts"
import type { AgentFile, AgentFormat, FileReader, PackedFile } from "./agent-file.ts"
import { AgentSource } from "./agent-source.ts"
import { closing } from "./closing.ts"

/** How an agent keeps its sessions in files of JSON Lines. */
export interface FilesOfAgent extends AgentFormat {
  /** Whether a record is one of this program. */
  isRecord(record: JsonObject): boolean
  /** Whether a text begins like a record of this program: it may be longer than what is looked at. */
  beginsLikeRecord(beginning: string): boolean
  /** Whether a file of this name, in a folder, may hold sessions. */
  isFileName(name: string, folder: string): boolean
  /** Opens a file that is called `path` and begins with `beginning`; as JSON Lines where it is not there. */
  openFile?(file: string, path: string, beginning: string): RecordFile
  /**
   * What reads the files of an input: a folder, or one file. They give no session where nothing in them is of this program. What
   * stands beside the sessions in `folder` is read here.
   */
  readerOf(folder: string): (path: string) => FileReader
  /** The session of a packed file, by its name; null where the name is none of a packed file. */
  packedSession?(name: string): string | null
}

/** How many files of a folder are looked at to tell whose it is. */
const lookedAt = 20

/** The formats of an agent's files: of one, and of a folder of them. */
export function formatsOf(agent: FilesOfAgent): readonly SourceFormat[] {
  const { name, program } = agent
  return [
    {
      name,
      label: `a session file of ${program}`,
      kind: "text",
      recognize: ({ beginning }) => isOf(agent, beginning),
      open: (input, { log }) => openFile(agent, input, log),
    },
    {
      name,
      label: `a folder of ${program}'s sessions`,
      kind: "folder",
      recognize: ({ path }) => isFolderOf(agent, path),
      open: (input, { log }) => openFolder(agent, input, log),
    },
  ]
}

const isOf = (agent: FilesOfAgent, beginning: string): boolean =>
  firstRecords(beginning).some((record) => agent.isRecord(record)) || agent.beginsLikeRecord(beginning)

/** Whether a folder has a file of an agent, as far as a few of them tell. */
export async function isFolderOf(agent: FilesOfAgent, folder: string): Promise<boolean> {
  const files = await walkFolder(folder, (name, at) => agent.isFileName(name, at), null)
  for (const file of files.slice(0, lookedAt)) if (isOf(agent, beginningOf(file))) return true
  return false
}

async function openFile(agent: FilesOfAgent, input: TextInput, log: SourceLog): Promise<Source> {
  const text = await textFile(input)
  const { path } = input
  const read = reporting(agent, path, agent.readerOf(dirname(path))(path))
  const source = new AgentSource(agent, [{ path, read, open: () => recordFile(agent, text.file, path) }], log)
  return closing(source, text)
}

async function openFolder(agent: FilesOfAgent, { path }: FolderInput, log: SourceLog): Promise<Source> {
  return new AgentSource(agent, await filesIn(agent, path, log), log)
}

/** The files of an agent in a folder, and in the folders within it. */
export async function filesIn(
  agent: FilesOfAgent,
  folder: string,
  log: SourceLog,
): Promise<(AgentFile | PackedFile)[]> {
  const paths = await walkFolder(folder, (name, at) => agent.isFileName(name, at), log)
  const readerOf = agent.readerOf(folder)
  return paths.map((path) => {
    const read = reporting(agent, path, readerOf(path))
    const sessionId = agent.packedSession?.(basename(path)) ?? null
    if (sessionId !== null) return { path, read, sessionId, unpack: () => unpackLines(path) }
    return { path, read, open: () => recordFile(agent, path, path) }
  })
}

function recordFile(agent: FilesOfAgent, file: string, path: string): RecordFile {
  return agent.openFile?.(file, path, beginningOf(file)) ?? new LineFile(file, path)
}

/** A reader that names a file in the log that is none of the program's. */
const reporting =
  (agent: FilesOfAgent, path: string, read: FileReader): FileReader =>
  (file, log) => {
    const sessions = read(file, log)
    if (sessions.length === 0 && isForeign(agent, file)) {
      const reason = `${agent.program} keeps its sessions in files of this name, but nothing in it is a record that it writes.`
      log.skipped({ table: "file", id: path, reason })
    }
    return sessions
  }

/** A compressed file, unpacked into a private copy. */
async function unpackLines(path: string): Promise<RecordFile> {
  const input = await openInput(path)
  try {
    if (input.kind !== "text") throw notLines(path)
    const text = await textFile(input)
    const lines = new LineFile(text.file, path)
    return {
      path,
      records: () => lines.records(),
      read: (reference) => lines.read(reference),
      [Symbol.dispose]() {
        lines[Symbol.dispose]()
        text[Symbol.dispose]()
        input[Symbol.dispose]()
      },
    }
  } catch (error) {
    input[Symbol.dispose]()
    throw error
  }
}

const notLines = (path: string): SessionStorageError =>
  new SessionStorageError("invalid_input", `${path} is no text.`, { hint: "Check what the file is." })

/** Whether a file has records, and none of this program. */
function isForeign(agent: FilesOfAgent, file: RecordFile): boolean {
  let isEmpty = true
  for (const found of file.records()) {
    if (found.kind === "record" && agent.isRecord(found.value)) return false
    isEmpty = false
  }
  return !isEmpty
}
