import type { JsonObject } from "@opencode/session-core"
import type { FolderInput, Source, SourceFormat, SourceLog, TextInput } from "@opencode/session-opencode/formats"
import { firstRecords } from "../folders/first-records.ts"
import { readBeginning } from "../folders/read-beginning.ts"
import { textFile } from "../folders/text-file.ts"
import { walkFolder } from "../folders/walk-folder.ts"
import { LineFile } from "../records/line-file.ts"
import type { RecordFile } from "../records/record-file.ts"
import type { AgentFile, AgentFormat, FoundSession } from "./agent-file.ts"
import { AgentSource } from "./agent-source.ts"

/** How an agent keeps its sessions in files of JSON Lines. */
export interface FilesOfAgent extends AgentFormat {
  /** Whether a record is one of this program. */
  isRecord(record: JsonObject): boolean
  /** Whether a text begins like a record of this program: it may be longer than what is looked at. */
  beginsLikeRecord(beginning: string): boolean
  /** Whether a file of this name may hold sessions. */
  isFileName(name: string): boolean
  /** Looks through a file once. None where nothing in it is of this program. */
  read(path: string, file: RecordFile, log: SourceLog): FoundSession[]
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

async function isFolderOf(agent: FilesOfAgent, folder: string): Promise<boolean> {
  const files = await walkFolder(folder, (name) => agent.isFileName(name), null)
  for (const file of files.slice(0, lookedAt)) if (isOf(agent, await readBeginning(file))) return true
  return false
}

async function openFile(agent: FilesOfAgent, input: TextInput, log: SourceLog): Promise<Source> {
  const text = await textFile(input)
  const source = new AgentSource(agent, [agentFile(agent, input.path, text.file)], log)
  const close = source[Symbol.dispose].bind(source)
  return Object.assign(source, {
    [Symbol.dispose]() {
      close()
      text[Symbol.dispose]()
    },
  })
}

async function openFolder(agent: FilesOfAgent, { path }: FolderInput, log: SourceLog): Promise<Source> {
  const files = await walkFolder(path, (name) => agent.isFileName(name), log)
  return new AgentSource(
    agent,
    files.map((file) => agentFile(agent, file, file)),
    log,
  )
}

const agentFile = (agent: FilesOfAgent, path: string, file: string): AgentFile => ({
  path,
  open: () => new LineFile(file, path),
  read(opened, log) {
    const sessions = agent.read(path, opened, log)
    if (sessions.length === 0 && isForeign(agent, opened)) {
      const reason = `${agent.program} keeps its sessions in files of this name, but nothing in it is a record that it writes.`
      log.skipped({ table: "file", id: path, reason })
    }
    return sessions
  },
})

/** Whether a file has records, and none of this program. */
function isForeign(agent: FilesOfAgent, file: RecordFile): boolean {
  let isEmpty = true
  for (const found of file.records()) {
    if (found.kind === "record" && agent.isRecord(found.value)) return false
    isEmpty = false
  }
  return !isEmpty
}
