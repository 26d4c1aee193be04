import type { RunningServer } from "../../servers/running-server.ts"

/** Servers that hold the same data, each of which may fail. */
export interface Cluster {
  readonly nodes: readonly RunningServer[]
  /** Whether a node may be written to: it takes part, it belongs to the majority, and it is a primary. */
  takesWrites(node: RunningServer): Promise<boolean>
  /** Whether every node takes part. */
  isWhole(): Promise<boolean>
  /** Starts a node that was stopped or killed, and returns when it takes part again. */
  rejoin(node: RunningServer): Promise<void>
  /**
   * Makes another node the one to write to, in order, where the cluster has only one at a time. Null where all take writes: then
   * what stands in front of the nodes decides.
   */
  readonly switchOver: (() => Promise<void>) | null
  /** Ends all nodes and removes their data. */
  close(): Promise<void>
}
