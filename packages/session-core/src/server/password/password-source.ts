import type { Secret } from "./secret.ts"

/** Where a password comes from. `key` is what says so, for people: an option or a variable. */
export type PasswordSource =
  | { kind: "value"; password: Secret }
  /** Its content, without a line break at its end. Read for each new connection. */
  | { kind: "file"; key: string; path: string }
  /** A program, by its absolute path or its name on PATH, and its arguments. Run when the server refuses what it said last. */
  | { kind: "command"; key: string; command: readonly string[] }
