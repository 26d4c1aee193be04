import { basename, dirname, join } from "node:path"
import type { SourceProgram } from "@opencode/session-opencode/formats"
import { readNote } from "../folders/read-note.ts"
import { type FilesOfAgent, formatsOf } from "../source/agent-formats.ts"
import { origin } from "./claude-code-interpreter.ts"
import { isClaudeCodeLine } from "./claude-code-line.ts"
import { readClaudeCode } from "./read-claude-code.ts"

const ending = ".jsonl"

const files: FilesOfAgent = {
  ...{ name: "claude-code", program: "Claude Code", origin },
  isRecord: isClaudeCodeLine,
  beginsLikeRecord: (text) => text.startsWith("{") && /"(?:parentUuid|isSidechain)":/.test(text.slice(0, 4096)),
  isFileName: (name) => name.endsWith(ending),
  readerOf: () => (path) => (file, log) => {
    const name = basename(path, ending)
    return readClaudeCode({ name, note: readNote(join(dirname(path), `${name}.meta.json`)) }, file, log)
  },
}

/** Claude Code keeps a file for each session in a folder for each folder that it ran in. */
export const claudeCode: SourceProgram = {
  name: files.program,
  formats: formatsOf(files),
  places({ home, environment }) {
    const { CLAUDE_CONFIG_DIR, XDG_CONFIG_HOME } = environment
    const inHome =
      home === null ? [] : [join(home, ".claude"), join(XDG_CONFIG_HOME || join(home, ".config"), "claude")]
    const named = (CLAUDE_CONFIG_DIR ?? "").split(",").filter((folder) => folder !== "")
    return [...named, ...inHome].map((folder) => join(folder, "projects"))
  },
}
