/** What the process that started a keeper asks of it. */
export type KeeperRequest = ({ type: "run" } & ProgramToRun) | { type: "signal"; signal: NodeJS.Signals }

/** A program, and how it is run. */
export interface ProgramToRun {
  program: string
  arguments: readonly string[]
  /** Null: as ourselves. */
  runAs: { uid: number; gid: number } | null
  /** Where programs are that it starts, before those of the path. */
  programFolders?: readonly string[]
}

/** What a keeper reports. */
export type KeeperReport =
  | { type: "started" }
  | { type: "signalled" }
  | { type: "failed"; message: string }
  | { type: "exited"; code: number | null; signal: NodeJS.Signals | null }

/** What a keeper puts away at its end. */
export interface KeeperTask {
  folder: string
  /** Where what the program writes goes. */
  log: string
  /** What the program is sent when the process that asked for it is gone. */
  endSignal: NodeJS.Signals
  /** Run before the folder is removed. */
  cleanUp: { program: string; arguments: readonly string[] } | null
}
