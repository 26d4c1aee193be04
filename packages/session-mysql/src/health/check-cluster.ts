import type { DriverRow } from "@opencode/session-core/drizzle"
import type { HealthCheck } from "@opencode/session-core/provider"

/** Asks for what a member of a cluster says of itself. Nobody needs a right for that, and other servers have no such variables. */
export const selectClusterVariables = `SHOW VARIABLES WHERE Variable_name IN ('group_replication_group_name',
  'group_replication_single_primary_mode', 'group_replication_consistency', 'wsrep_on', 'wsrep_cluster_address', 'wsrep_sync_wait')`

/** What kind of cluster a server belongs to. */
export interface Cluster {
  kind: "group" | "galera" | "none"
  /** Whether a group takes writes on every member. */
  hasSeveralPrimaries: boolean
  /** Whether a read waits for what was acknowledged on another node before. */
  readsWait: boolean
}

export function clusterOf(rows: DriverRow[]): Cluster {
  const variables = new Map(rows.map((row) => [String(row.Variable_name).toLowerCase(), String(row.Value)]))
  const of = (name: string) => variables.get(name) ?? ""
  const isOn = (name: string) => /^(?:1|ON)$/i.test(of(name))
  if (of("group_replication_group_name") !== "") {
    return {
      kind: "group",
      hasSeveralPrimaries: !isOn("group_replication_single_primary_mode"),
      // AFTER makes the writer wait instead.
      readsWait: /^(?:BEFORE|AFTER|BEFORE_AND_AFTER)$/i.test(of("group_replication_consistency")),
    }
  }
  const isGalera = isOn("wsrep_on") && of("wsrep_cluster_address") !== ""
  return {
    kind: isGalera ? "galera" : "none",
    hasSeveralPrimaries: false,
    // A bit mask: 1 is for reads.
    readsWait: isGalera && Number(of("wsrep_sync_wait")) % 2 === 1,
  }
}

/** Says what it means that the server is one of several. `nodes` is to how many of them connections have led. */
export function checkCluster(cluster: Cluster, nodes: number): HealthCheck[] {
  return [checkNodes(cluster, nodes), ...(cluster.hasSeveralPrimaries ? [severalPrimaries] : [])]
}

const severalPrimaries: HealthCheck = {
  name: "primaries",
  status: "warning",
  message: "the group takes writes on several members, which MySQL advises against for changes of the schema",
  hint: "Send all clients to one member where you can. Before an upgrade, stop the clients of the others and run `opencode-session migrate` once.",
}

const waitingReads: Record<Cluster["kind"], string> = {
  group: "Add group_replication_consistency=%27BEFORE%27 to the DSN, or send all clients to one member.",
  galera: "Add wsrep_sync_wait=1 to the DSN, or send all clients to one node.",
  none: "Configure the address of the server that takes writes, not one that stands for replicas as well.",
}

function checkNodes({ kind, readsWait }: Cluster, nodes: number): HealthCheck {
  if (nodes <= 1) return { name: "nodes", status: "ok", message: "all connections led to the same server" }
  if (readsWait) {
    const message = `connections led to ${nodes} servers; a read waits until its server has what was written before`
    return { name: "nodes", status: "ok", message }
  }
  return {
    name: "nodes",
    status: "warning",
    message: `connections led to ${nodes} servers: what was just written may be missing from a read for a moment`,
    hint: waitingReads[kind],
  }
}
