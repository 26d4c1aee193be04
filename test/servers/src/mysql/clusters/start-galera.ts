import { randomUUID } from "node:crypto"
import { readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { runProgram } from "session-test-support/run-program"
import { kinds } from "../../kinds/kinds.ts"
import { freePort } from "../../servers/free-port.ts"
import type { Installation } from "../../servers/installation.ts"
import type { ProvidedServer } from "../../servers/provided-server.ts"
import type { RunningServer } from "../../servers/running-server.ts"
import { startServer } from "../../servers/start-server.ts"
import { ask } from "./ask.ts"
import type { Cluster } from "./cluster.ts"
import { findGalera } from "./find-galera.ts"
import { until } from "./until.ts"

interface NodePorts {
  group: number
  /** For what a node missed. */
  transfer: number
  /** For a copy of all data. */
  copy: number
}

/** Starts a cluster of MariaDB's Galera. A node that was away gets what it missed from another one, or a copy of its data. */
export async function startGalera(shared: ProvidedServer, size: number): Promise<Cluster> {
  if (shared.launcher?.type !== "program") throw new Error("Galera is started from a program, and not by Docker.")
  const { installation } = shared.launcher
  const { library, programFolders } = await findGalera(installation)
  const ports = await Promise.all(
    Array.from({ length: size }, async () => ({
      group: await freePort(),
      transfer: await freePort(),
      copy: await freePort(),
    })),
  )
  const name = `group-${randomUUID().slice(0, 8)}`
  const argumentsOf = (index: number, more: string[]) => [
    ...nodeArguments({ name, library, ports, index, port: nodes[index]?.port ?? 0 }),
    // The first start, without a cluster, has executed it.
    "--init-file=/dev/null",
    ...more,
  ]
  // The others copy the first one's data, accounts included.
  const password = randomUUID()
  const nodes = await Promise.all(ports.map(() => startServer(shared, { password })))
  const close = async () => void (await Promise.all(nodes.map((node) => node.close())))
  const start = async (node: RunningServer, ...more: string[]) => {
    await node.start({ arguments: argumentsOf(nodes.indexOf(node), more), programFolders })
    await until(
      "a node did not join its cluster",
      async () => (await stateOf(node)).WSREP_LOCAL_STATE_COMMENT === "Synced",
      () => node.log(),
    )
  }
  try {
    for (const [index, node] of nodes.entries()) {
      await node.stop()
      await start(node, ...(index === 0 ? ["--wsrep-new-cluster"] : []))
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    nodes,
    async takesWrites(node) {
      const { WSREP_READY, WSREP_CLUSTER_STATUS, WSREP_LOCAL_STATE_COMMENT } = await stateOf(node)
      return WSREP_READY === "ON" && WSREP_CLUSTER_STATUS === "Primary" && WSREP_LOCAL_STATE_COMMENT === "Synced"
    },
    async isWhole() {
      const states = await Promise.all(nodes.map(stateOf))
      return states.every(
        (each) => each.WSREP_CLUSTER_SIZE === String(size) && each.WSREP_LOCAL_STATE_COMMENT === "Synced",
      )
    },
    async rejoin(node) {
      const position = await recoveredPosition(installation, node, argumentsOf(nodes.indexOf(node), []))
      await start(node, `--wsrep-start-position=${position}`)
    },
    switchOver: null,
    close,
  }
}

function nodeArguments(node: {
  name: string
  library: string
  ports: readonly NodePorts[]
  index: number
  port: number
}): string[] {
  const { name, library, ports, index, port } = node
  const { group = 0, transfer = 0, copy = 0 } = ports[index] ?? {}
  const options = [
    `gmcast.listen_addr=tcp://127.0.0.1:${group}`,
    `ist.recv_addr=127.0.0.1:${transfer}`,
    // Room for what a node misses while it is away.
    "gcache.size=256M",
  ]
  return [
    ...["--wsrep-on=ON", "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", `--wsrep-provider=${library}`],
    `--wsrep-cluster-name=${name}`,
    `--wsrep-cluster-address=gcomm://${ports.map((each) => `127.0.0.1:${each.group}`).join(",")}`,
    `--wsrep-node-name=node${index}`,
    `--wsrep-node-address=127.0.0.1:${group}`,
    `--wsrep-node-incoming-address=127.0.0.1:${port}`,
    ...["--wsrep-sst-method=rsync", `--wsrep-sst-receive-address=127.0.0.1:${copy}`],
    `--wsrep-provider-options=${options.join(";")}`,
    "--max-allowed-packet=67108864",
  ]
}

/** What a node says of itself. Fails while it takes no part. */
async function stateOf(node: RunningServer): Promise<Record<string, string>> {
  const rows = await ask(
    node,
    "SELECT VARIABLE_NAME AS name, VARIABLE_VALUE AS value FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME LIKE 'WSREP%'",
  )
  return Object.fromEntries(rows.map(({ name, value }) => [String(name), String(value)]))
}

const folderOf = ({ dataFolder }: RunningServer): string => {
  if (dataFolder === null) throw new TypeError("The server's data cannot be reached.")
  return dataFolder
}

/** Up to which transaction a node has everything, as its data says: the file of its state does not know after a crash. */
async function recoveredPosition(
  installation: Installation,
  node: RunningServer,
  nodeArguments: readonly string[],
): Promise<string> {
  const folder = dirname(folderOf(node))
  const log = join(folder, "recovery.log")
  await rm(log, { force: true })
  const serverArguments = kinds.mariadb.serverArguments(installation, folder, node)
  await runProgram(
    installation.server,
    [...serverArguments, ...nodeArguments, "--wsrep-recover", `--log-error=${log}`],
    { timeout: 120_000, runAs: installation.runAs, directory: "/" },
  )
  const said = await readFile(log, "utf8")
  const position = /Recovered position: (\S+:-?\d+)/.exec(said)?.[1]
  if (position === undefined) throw new Error(`The node did not say what it has:\n${said}`)
  return position
}
