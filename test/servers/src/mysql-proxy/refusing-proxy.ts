import type { ProxiedConnection } from "../proxy/proxied-connection.ts"
import { type ProxyTarget, type StartedProxy, startProxy } from "../proxy/start-proxy.ts"
import { errorPacket, type ServerError } from "./error-packet.ts"
import { type Packet, PacketReader } from "./packet-reader.ts"

/** An error as a server sends it. */
export interface Refusal {
  number: number
  state?: string
  message: string
}

export interface RefusingProxyOptions {
  /** Answers a query in the server's place; undefined lets it pass. */
  refuse?(text: string): Refusal | undefined
  /** What the server gets instead of a query. */
  rewrite?(text: string): string
  /** Clears the client's wish for several statements in a packet: the server then takes them for bad syntax. */
  singleStatements?: boolean
  /** Sends the server the first statement of a packet only. */
  firstStatementOnly?: boolean
}

const query = 3
const multipleStatements = 1 << 16

/** A proxy as those before managed servers: it does not let everything through. Wants connections without TLS and compression. */
export function startRefusingProxy(target: ProxyTarget, options: RefusingProxyOptions): Promise<StartedProxy> {
  const readers = new WeakMap<ProxiedConnection, { packets: PacketReader; greeted: boolean }>()
  return startProxy(target, {
    accepts: () => true,
    traffic: {
      delay: () => 0,
      passable: () => Promise.resolve(),
      pass(connection, direction, chunk) {
        if (direction === "toClient") return chunk
        const reader = readers.get(connection) ?? { packets: new PacketReader(), greeted: false }
        readers.set(connection, reader)
        const passed: Buffer[] = []
        for (const packet of reader.packets.read(chunk)) {
          if (!reader.greeted) {
            reader.greeted = true
            passed.push(toBytes(greeting(packet, options)))
            continue
          }
          const text = packet.sequence === 0 && packet.payload[0] === query ? textOf(packet) : null
          const refusal = text === null ? undefined : options.refuse?.(text)
          if (refusal !== undefined) connection.client.write(errorPacket(toServerError(refusal), 1))
          else if (text !== null && options.firstStatementOnly === true) passed.push(toBytes(firstStatement(packet)))
          else if (text !== null && options.rewrite !== undefined)
            passed.push(toBytes(withText(packet, options.rewrite(text))))
          else passed.push(toBytes(packet))
        }
        return Buffer.concat(passed)
      },
    },
  })
}

function greeting({ sequence, payload }: Packet, { singleStatements }: RefusingProxyOptions): Packet {
  if (singleStatements !== true) return { sequence, payload }
  const changed = Buffer.from(payload)
  changed.writeUInt32LE((changed.readUInt32LE(0) & ~multipleStatements) >>> 0, 0)
  return { sequence, payload: changed }
}

/** MySQL's driver sends two numbers before the text: how many attributes the query has. */
const textOf = ({ payload }: Packet): string => payload.toString("utf8", payload[1] === 0 ? 3 : 1)

/** A packet's first statement. A compound statement of MariaDB is one. */
export const firstStatementOf = (text: string): string =>
  /^BEGIN NOT ATOMIC\n[\s\S]*?;\nEND(?=;\n|$)/.exec(text)?.[0] ?? text.split(";\n")[0] ?? ""

const firstStatement = (packet: Packet): Packet => withText(packet, firstStatementOf(textOf(packet)))

function withText({ payload }: Packet, text: string): Packet {
  const attributes = payload.subarray(0, payload[1] === 0 ? 3 : 1)
  return { sequence: 0, payload: Buffer.concat([attributes, Buffer.from(text)]) }
}

const toServerError = ({ number: errno, state: sqlState, message }: Refusal): ServerError => ({
  errno,
  message,
  ...(sqlState !== undefined && { sqlState }),
})

function toBytes({ sequence, payload }: Packet): Buffer {
  const head = Buffer.alloc(4)
  head.writeUIntLE(payload.length, 0, 3)
  head.writeUInt8(sequence, 3)
  return Buffer.concat([head, payload])
}
