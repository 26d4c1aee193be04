import { once } from "node:events"
import { mkdtemp, writeFile } from "node:fs/promises"
import { createServer, type Server } from "node:http"
import { connect } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { setTimeout as sleep } from "node:timers/promises"
import { freePort } from "../../servers/free-port.ts"
import { keepProgram } from "../../servers/kept-program.ts"
import type { RunningServer } from "../../servers/running-server.ts"
import type { Cluster } from "./cluster.ts"
import { findHaproxy } from "./find-haproxy.ts"

/** HAProxy in front of a cluster. */
export interface ClusterProxy {
  host: string
  /** Leads to one node, and to another one only when that may not be written to any more. */
  port: number
  /** Leads each new connection to the next node that may be written to. */
  anyPort: number
  /** The node that `port` leads to; null where none may be written to. */
  writer(): Promise<RunningServer | null>
  /** Sends connections to another node than this one, and cuts those that it has, as an administrator would do it. */
  moveFrom(node: RunningServer): Promise<void>
  close(): Promise<void>
}

/** How long it may take to find a node that may be written to, milliseconds. */
const longestStart = 60_000

export async function startHaproxy(cluster: Cluster): Promise<ClusterProxy> {
  const program = await findHaproxy()
  const checks = await Promise.all(cluster.nodes.map((node) => startCheck(cluster, node)))
  const folder = await mkdtemp(join(tmpdir(), "opencode-haproxy-"))
  const log = join(folder, "log")
  const kept = keepProgram({ folder, log, endSignal: "SIGKILL", cleanUp: null })
  const socket = join(folder, "socket")
  const [port, anyPort] = [await freePort(), await freePort()]
  const close = async () => {
    await kept.close()
    for (const check of checks) check.server.close().closeAllConnections()
  }
  const say = (command: string): Promise<string> => {
    const connection = connect(socket)
    connection.end(`${command}\n`)
    return text(connection)
  }
  const servers = cluster.nodes.map((node, index) => ({ node, name: `node${index}` }))
  const writer = async () => {
    // The first line names the columns.
    const lines = (await say("show stat")).split("\n").map((line) => line.split(","))
    const [names = []] = lines
    const column = (name: string) => names.indexOf(name)
    const stuck = /server_id=(\d+)/.exec(await say("show table writer"))?.[1]
    const isUp = (name: string) =>
      lines.some((line) => line[0] === "writer" && line[1] === name && line[column("status")]?.startsWith("UP"))
    const found = servers.find((_, index) => String(index + 1) === stuck) ?? servers.find(({ name }) => isUp(name))
    return found !== undefined && isUp(found.name) ? found.node : null
  }
  try {
    await writeFile(join(folder, "configuration"), configuration({ socket, port, anyPort, servers, checks }))
    await kept.run({ program, arguments: ["-db", "-f", join(folder, "configuration")], runAs: null })
    const deadline = performance.now() + longestStart
    while ((await writer().catch(() => null)) === null) {
      if (performance.now() > deadline) throw new Error("HAProxy finds no node that may be written to.")
      await sleep(100)
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    ...{ host: "127.0.0.1", port, anyPort, writer, close },
    async moveFrom(node) {
      const name = servers.find((each) => each.node === node)?.name
      for (const command of [
        `set server writer/${name} state maint`,
        "clear table writer",
        `shutdown sessions server writer/${name}`,
        `set server writer/${name} state ready`,
      ]) {
        await say(command)
      }
    },
  }
}

interface Check {
  server: Server
  port: number
}

/** What HAProxy asks: may this node be written to? */
async function startCheck(cluster: Cluster, node: RunningServer): Promise<Check> {
  const server = createServer((_, response) => {
    cluster.takesWrites(node).then(
      (may) => response.writeHead(may ? 200 : 503).end(),
      () => response.writeHead(503).end(),
    )
  })
  const port = await freePort()
  server.listen(port, "127.0.0.1")
  await once(server, "listening")
  server.unref()
  return { server, port }
}

function configuration(proxy: {
  socket: string
  port: number
  anyPort: number
  servers: readonly { node: RunningServer; name: string }[]
  checks: readonly Check[]
}): string {
  const { socket, port, anyPort, servers, checks } = proxy
  const backends = servers.map(
    ({ node, name }, index) => `  server ${name} ${node.host}:${node.port} check port ${checks[index]?.port}`,
  )
  const checking = [
    "  option httpchk GET /",
    "  timeout check 5s",
    "  default-server inter 500 fall 2 rise 1 on-marked-down shutdown-sessions",
  ]
  return [
    "global",
    "  maxconn 1000",
    `  stats socket ${socket} mode 600 level admin`,
    "defaults",
    "  mode tcp",
    "  timeout connect 2s",
    "  timeout client 1h",
    "  timeout server 1h",
    "  retries 1",
    "  option redispatch",
    "listen writer",
    `  bind 127.0.0.1:${port}`,
    // One entry for all clients: they stay on one node until it is down. To change it, HAProxy needs room for a second.
    "  stick-table type integer size 10 nopurge",
    "  stick on int(1)",
    ...checking,
    ...backends,
    "listen any",
    `  bind 127.0.0.1:${anyPort}`,
    "  balance roundrobin",
    ...checking,
    ...backends,
    "",
  ].join("\n")
}
