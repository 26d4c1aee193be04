import type { TodoEntry } from "../rendering/fields.ts"

/** What a document says of a session, piece by piece and in order. Each format writes the same blocks in its own way. */
export type Block =
  /** A session begins. `level` is 1, and one more for each session that started it. */
  | { kind: "session"; id: string; level: number; title: string; facts: Fact[] }
  /** A message begins. */
  | { kind: "message"; role: string; facts: string[]; createdAt: number }
  /** The message ends. */
  | { kind: "message-end" }
  /** What follows up to `fold-end` is seen when one asks for it. */
  | { kind: "fold"; tone: FoldTone; title: string; detail: string; state: string }
  | { kind: "fold-end" }
  /** Text of a person or a model, in Markdown of an unknown author. */
  | { kind: "prose"; text: string }
  /** Text as it is. */
  | { kind: "code"; label: string; text: string; language: string }
  /** An image that carries itself. */
  | { kind: "image"; name: string; url: string }
  | { kind: "todos"; todos: readonly TodoEntry[] }
  /** A line of ours, and what it is about. */
  | { kind: "note"; text: string; about: string }
  | { kind: "failure"; title: string; text: string; isInterruption: boolean }
  /** A session of this document. */
  | { kind: "reference"; sessionId: string; title: string }
  /** A heading within a session: its files. */
  | { kind: "heading"; text: string }

/** A name with its value. */
export type Fact = readonly [name: string, value: string]

/** What kind of content a fold holds, for its looks. */
export type FoldTone = "tool" | "reasoning" | "reverted" | "plain"
