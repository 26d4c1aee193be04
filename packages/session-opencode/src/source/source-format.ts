import type { Source } from "./source.ts"
import type { DatabaseInput, FolderInput, SourceInput, TextInput } from "./source-input.ts"
import type { SourceLog } from "./source-log.ts"

/** What a format needs to open an input, besides the input. */
export interface OpenContext {
  /** Receives what cannot be read or taken. */
  log: SourceLog
  /** The current folder. */
  directory: string
}

interface FormatOf<Input extends SourceInput> {
  /** For programs: `opencode-database`. */
  readonly name: string
  /** For people, with its article: `an OpenCode database`. */
  readonly label: string
  /** Of what kind an input of this format is. Only such inputs are shown to it. */
  readonly kind: Input["kind"]
  /** Whether an input is of this format. Looks at the content, never at the name. */
  recognize(input: Input): boolean | Promise<boolean>
  /**
   * Opens an input that was recognised. The caller closes the input after the source. Fails with `foreign_database` or
   * `invalid_input` where the version is not known, naming what is missing.
   */
  open(input: Input, context: OpenContext): Promise<Source>
}

/** A form in which a program keeps or exports its sessions. */
export type SourceFormat = FormatOf<DatabaseInput> | FormatOf<TextInput> | FormatOf<FolderInput>

/** The machine whose histories are looked for. */
export interface Machine {
  /** The user's home folder; null where there is none. */
  home: string | null
  /** The environment variables. */
  environment: Readonly<Record<string, string | undefined>>
  /** As Node.js names it: `linux`, `darwin`, `win32`. */
  platform: NodeJS.Platform
  /** The current folder: some programs keep their sessions in that of the project. */
  directory: string
}

/** A program whose sessions can be imported. */
export interface SourceProgram {
  /** `OpenCode` */
  readonly name: string
  /** Asked in this order. */
  readonly formats: readonly SourceFormat[]
  /** The files and folders where it keeps sessions on a machine, most likely first. They need not be there. */
  places(machine: Machine): readonly string[]
}
