import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { agentPrograms } from "@opencode/session-agents"
import { createSessionStore, type SessionStore } from "@opencode/session-core"
import { createMemoryProvider } from "@opencode/session-core/memory"
import { findSources, importSource } from "@opencode/session-opencode"
import { builtInPrograms } from "@opencode/session-opencode/formats"
import { generations } from "./all-generations.ts"
import { type Counts, type Generation, nothing, type WrittenHistory } from "./generation.ts"
import { type SourceState, statesOf } from "./source-states.ts"

/** What came of a history in one state. */
export interface Cell {
  state: string
  /** What the store has less, or more where it is below 0. */
  differences: Counts
  /** Texts of the history that are nowhere in the store. */
  lost: string[]
  /** What a second import wrote. */
  writtenAgain: number
}

/** A generation, and what came of it in each state. */
export interface Line {
  generation: Generation
  /** What the history has. */
  counts: Counts
  /** How many texts. */
  texts: number
  cells: Cell[]
}

const size = { sessions: 4, turns: 3 }
const programs = [...agentPrograms, ...builtInPrograms]

/** Imports a history of each generation in each state that it may be in, each into an empty store. */
export async function importMatrix(): Promise<Line[]> {
  const lines: Line[] = []
  for (const generation of generations) {
    const cells: Cell[] = []
    let history: WrittenHistory | undefined
    for (const state of statesOf[generation.kind]) {
      using folder = temporaryFolder()
      history = generation.write(folder.make("written"), size)
      cells.push(await cellOf(state, history, folder.make("state")))
    }
    if (history !== undefined) lines.push({ generation, counts: history.counts, texts: history.texts.length, cells })
  }
  return lines
}

async function cellOf(state: SourceState, history: WrittenHistory, folder: string): Promise<Cell> {
  using undo = new DisposableStack()
  const path = state.put(history.path, folder, undo)
  await using store = createSessionStore({
    provider: createMemoryProvider(),
    scope: { allProjects: true },
    author: null,
  })
  await importAll(store, path)
  const { counts, content } = await contentOf(store)
  const difference = (key: keyof Counts) => history.counts[key] - counts[key]
  return {
    state: state.name,
    differences: {
      ...{ sessions: difference("sessions"), messages: difference("messages") },
      ...{ parts: difference("parts"), todos: difference("todos") },
    },
    lost: history.texts.filter((text) => !content.includes(text)),
    // A pipe is read once.
    writtenAgain: state.name === "a pipe" ? 0 : await importAll(store, path),
  }
}

/** As the command does it. Returns how much was written. */
async function importAll(store: SessionStore, path: string): Promise<number> {
  const { sources } = await findSources(path, programs)
  let written = 0
  for (const source of sources) {
    const { messages, parts, removed } = await importSource(store, source.path, { project: "widget", programs })
    written += messages + parts + removed
  }
  return written
}

async function contentOf(store: SessionStore): Promise<{ counts: Counts; content: string }> {
  const counts = nothing()
  const content: string[] = []
  for (const session of (await store.sessions.list({ limit: 1000 })).sessions) {
    counts.sessions += 1
    counts.todos += session.todos.length
    content.push(JSON.stringify(session))
    for await (const message of store.messages.all(session.id)) {
      counts.messages += 1
      counts.parts += message.parts.length
      content.push(JSON.stringify(message))
    }
  }
  return { counts, content: content.join("\n") }
}

function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), "session-histories-"))
  return {
    make(name: string): string {
      mkdirSync(join(path, name))
      return join(path, name)
    },
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }),
  }
}
