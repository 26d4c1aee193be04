import type { HistorySize } from "./conversation.ts"

/** How much of a history there is, counted while it is written. */
export interface Counts {
  sessions: number
  messages: number
  parts: number
  todos: number
}

/** A history that was written. */
export interface WrittenHistory {
  /** The file or folder. */
  path: string
  /** What it has, in the terms of the program that writes such files. */
  counts: Counts
  /** Texts that stand in it. */
  texts: string[]
}

/** A form in which a program keeps its history. */
export interface Generation {
  /** For people: `OpenCode 1.2 to 1.18`. */
  name: string
  kind: "database" | "export" | "folder" | "lines"
  /** Writes a history into an empty folder. */
  write(folder: string, size: HistorySize): WrittenHistory
}

/** Counts of nothing. */
export const nothing = (): Counts => ({ sessions: 0, messages: 0, parts: 0, todos: 0 })
