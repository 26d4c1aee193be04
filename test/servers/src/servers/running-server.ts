import type { ServerAccess } from "../kinds/server-access.ts"

export interface StartOptions {
  /** What is given to the server besides what it always gets, such as `--sql-mode=ANSI_QUOTES`. It wins over that. */
  arguments?: readonly string[]
  /** Commits are synced to a disk, as a team's server does it. Tests do without. */
  durable?: boolean
  /** The administrator's. By default each server has its own; nodes that copy each other's accounts need the same. */
  password?: string
  /** Folders with programs that it starts itself, as a node of Galera does. Docker's servers have their own. */
  programFolders?: readonly string[]
}

/** A server that a test started for itself. It ends with the process that started it, however that ends. */
export interface RunningServer extends ServerAccess {
  /** Shuts down in order, and waits for it. The data and the address stay. */
  stop(): Promise<void>
  /** Ends it at once, as a crash would, and waits for it. What was committed stays. */
  kill(): Promise<void>
  /** Starts it again after `stop` or `kill`: same address, same data, with other arguments if they are given. */
  start(options?: StartOptions): Promise<void>
  /** Freezes it: connections stay, nothing answers. */
  pause(): Promise<void>
  resume(): Promise<void>
  /** The end of what it wrote to its log. */
  log(): Promise<string>
  /** Ends it and removes its data. May be called twice. */
  close(): Promise<void>
}
