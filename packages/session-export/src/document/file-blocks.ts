import type { SessionStore } from "@opencode/session-core"
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff"
import { languageOf } from "../rendering/highlight.ts"
import type { Block } from "./block.ts"
import { formatTime } from "./format.ts"

/** A difference that takes longer to find is not worth the wait: the version is shown as a whole. */
const longestMilliseconds = 500

/** The files that the agent wrote, as far as the store has them: each version with what it changed. Memory holds two versions. */
export async function* fileBlocks(store: SessionStore, sessionId: string): AsyncGenerator<Block> {
  let before: { path: string; content: string } | null = null
  for await (const { path, version, content, createdAt } of store.files.all(sessionId)) {
    if (before === null) yield { kind: "heading", text: "Files" }
    yield { kind: "fold", tone: "plain", title: `Version ${version}`, detail: path, state: formatTime(createdAt) }
    const patch = before?.path === path ? patchOf(path, before.content, content) : undefined
    yield patch === undefined
      ? { kind: "code", label: "", text: content, language: languageOf(path) }
      : { kind: "code", label: "", text: patch, language: "diff" }
    yield { kind: "fold-end" }
    before = { path, content }
  }
}

const patchOf = (path: string, before: string, after: string): string | undefined =>
  createTwoFilesPatch(path, path, before, after, undefined, undefined, {
    timeout: longestMilliseconds,
    headerOptions: FILE_HEADERS_ONLY,
  })
