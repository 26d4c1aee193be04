import {
  type Cluster,
  describeServers,
  type ProvidedServer,
  type ServerKind,
  startGalera,
  startGroup,
} from "session-test-servers/mysql"

const size = 3

/** A way to have several servers with the same data. */
export interface ClusterKind {
  title: string
  start(): Promise<Cluster>
  /** Whether clients may write to all nodes at the same time. */
  allTakeWrites: boolean
  /** For the DSN: with it, reads wait for what other nodes have acknowledged. */
  waitingReads: string
}

interface ClusterType extends Omit<ClusterKind, "start"> {
  server: ServerKind
  start(shared: ProvidedServer): Promise<Cluster>
}

const groupReads = "group_replication_consistency=%27BEFORE%27"

const types: readonly ClusterType[] = [
  {
    title: "Group Replication with one primary",
    server: "mysql",
    start: (shared) => startGroup(shared, { size, primaries: "one" }),
    allTakeWrites: false,
    waitingReads: groupReads,
  },
  {
    title: "Group Replication with several primaries",
    server: "mysql",
    start: (shared) => startGroup(shared, { size, primaries: "all" }),
    allTakeWrites: true,
    waitingReads: groupReads,
  },
  {
    title: "Galera",
    server: "mariadb",
    start: (shared) => startGalera(shared, size),
    allTakeWrites: true,
    waitingReads: "wsrep_sync_wait=1",
  },
]

/** Like `describeServers`, once for each kind of cluster of three nodes. */
export function describeClusters(name: string, define: (kind: ClusterKind) => void): void {
  for (const { title, server, start, ...kind } of types) {
    describeServers(`${title}: ${name}`, (shared) => define({ ...kind, title, start: () => start(shared) }), {
      startable: true,
      kind: server,
    })
  }
}
