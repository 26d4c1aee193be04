import type { Secret } from "./secret.ts"

/** A password that is written in the configuration, or in a variable. */
export interface PasswordValue {
  /** Tells the sources apart. */
  kind: "value"
  /** Empty where the server asks for none. */
  password: Secret
}

/** The content of a file, without a line break at its end. It is read for each new connection. */
export interface PasswordFile {
  /** Tells the sources apart. */
  kind: "file"
  /** What names the file, for people: an option or a variable. */
  key: string
  /** Absolute. */
  path: string
}

/** What a program prints. It is run when the server refuses what it said last. */
export interface PasswordCommand {
  /** Tells the sources apart. */
  kind: "command"
  /** What names the program, for people: an option. */
  key: string
  /** A program, by its absolute path or its name on PATH, and its arguments. */
  command: readonly string[]
}

/** Where a password comes from. */
export type PasswordSource = PasswordValue | PasswordFile | PasswordCommand
