import { basename, dirname, join } from "node:path"
import type { SourceProgram } from "@opencode/session-opencode/formats"
import { DocumentFile } from "../records/document-file.ts"
import { LineFile } from "../records/line-file.ts"
import { type FilesOfAgent, formatsOf } from "../source/agent-formats.ts"
import { readRecords } from "../source/read-records.ts"
import { CodexDraft } from "./codex-draft.ts"
import { codexInterpreter } from "./codex-interpreter.ts"
import { isCodexLine } from "./codex-record.ts"
import { readSessionNames } from "./session-names.ts"

const fileName = /^rollout-.*?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?\.jsonl?(\.zst)?$/

const files: FilesOfAgent = {
  ...{ name: "codex", program: "Codex CLI", origin: "codex" },
  isRecord: isCodexLine,
  beginsLikeRecord: (text) =>
    /^\{"timestamp":"[^"]*",(?:"ordinal":\d+,)?"type":"session_meta",/.test(text) || beginsLikeDocument(text),
  isFileName: (name) => fileName.test(name),
  openFile: (file, path, beginning) =>
    beginsLikeDocument(beginning) ? new DocumentFile(file, path, "items") : new LineFile(file, path),
  readerOf(folder) {
    const titles = readSessionNames(folder)
    return (path) => (file, log) => {
      const id = fileName.exec(basename(path))?.[1] ?? null
      const draft = new CodexDraft()
      let isKnown = false
      readRecords(file, log, {
        record(line, reference) {
          isKnown ||= isCodexLine(line)
          draft.add(line, reference)
        },
        unreadable: (reference) => draft.addUnreadable(reference),
      })
      if (!isKnown || draft.isEmpty) return []
      const isArchived = basename(dirname(path)) === "archived_sessions"
      const plan = draft.plan({ id, title: (id === null ? undefined : titles.get(id)) ?? null, isArchived })
      return [{ plan, interpreter: codexInterpreter }]
    }
  },
  packedSession: (name) => (name.endsWith(".zst") ? (fileName.exec(name)?.[1] ?? null) : null),
}

/** The first versions, written in TypeScript, wrote a session as one document. */
const beginsLikeDocument = (text: string): boolean => /^\s*\{\s*"session":\s*\{/.test(text)

/** Codex CLI keeps a file for each session in a folder for each day, and archived ones in a folder of their own. */
export const codex: SourceProgram = {
  name: files.program,
  formats: formatsOf(files),
  places({ home, environment }) {
    const { CODEX_HOME } = environment
    if (CODEX_HOME !== undefined && CODEX_HOME !== "") return [CODEX_HOME]
    return home === null ? [] : [join(home, ".codex")]
  },
}
