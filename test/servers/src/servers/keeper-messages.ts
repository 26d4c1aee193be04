/** What the process that started a keeper asks of it. */
export type KeeperRequest =
  | { type: "run"; program: string; arguments: readonly string[]; runAs: { uid: number; gid: number } | null }
  | { type: "signal"; signal: NodeJS.Signals }

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
