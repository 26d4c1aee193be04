import { once } from "node:events"
import { createServer, type Server } from "node:net"
import { Duplex } from "node:stream"
import { TLSSocket } from "node:tls"
import { onTestFinished } from "vitest"

/** Capabilities, by their bits. */
const connectWithDatabase = 8
const protocol41 = 512
const tls = 2048
const secureConnection = 32_768
const pluginAuthentication = 1 << 19

const nonce = Buffer.from("12345678901234567890")

/** What a client does at the door of a server that asks for a plug-in; such servers cannot be had here. */
export interface LoginScript {
  /** The plug-in that is asked for. */
  plugin: string
  /** What the plug-in gets first. */
  data: Buffer
  /** Of what the client answers, one packet more to send; undefined ends the login well. */
  next?(answer: Buffer, index: number): Buffer | undefined
  /** Key and certificate, PEM: the server then has TLS. */
  certificate?: { key: string; cert: string }
}

export interface LoginServer {
  port: number
  socketPath: string | undefined
  /** What the client sent after it was asked for the plug-in. */
  answers: Buffer[]
  /** All bytes that came over the network. */
  seen(): Buffer
}

/** Speaks the protocol up to the end of a login, and answers whatever comes then with an error. */
export async function startLoginServer(script: LoginScript, socketPath?: string): Promise<LoginServer> {
  const answers: Buffer[] = []
  const seen: Buffer[] = []
  const server = createServer((socket) => {
    // A stream of its own, so that TLS can be put on top of it, and what came over the network is seen all the same.
    const wire = new Duplex({
      read() {},
      write: (chunk, _, done) => {
        socket.write(chunk, done)
      },
    })
    socket.on("data", (chunk) => {
      seen.push(chunk)
      wire.push(chunk)
    })
    socket.on("close", () => wire.push(null))
    socket.on("error", () => {})
    serve(wire, script, answers).catch(() => {
      socket.destroy()
    })
  })
  await listen(server, socketPath)
  onTestFinished(() => {
    server.close()
  })
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { port, socketPath, answers, seen: () => Buffer.concat(seen) }
}

const listen = (server: Server, path: string | undefined): Promise<void> =>
  new Promise((resolve) => {
    if (path === undefined) server.listen(0, "127.0.0.1", resolve)
    else server.listen(path, resolve)
  })

async function serve(wire: Duplex, script: LoginScript, answers: Buffer[]): Promise<void> {
  let socket = wire
  let packets = new PacketReader(socket)
  send(socket, 0, greeting(script.certificate !== undefined))
  let { body, sequence } = await packets.take()
  if (script.certificate !== undefined && (body.readUInt32LE(0) & tls) !== 0) {
    socket = new TLSSocket(wire, { isServer: true, ...script.certificate })
    packets = new PacketReader(socket)
    ;({ body, sequence } = await packets.take())
  }
  send(socket, sequence + 1, Buffer.concat([Buffer.from([0xfe]), Buffer.from(`${script.plugin}\0`), script.data]))
  for (let index = 0; ; index += 1) {
    ;({ body, sequence } = await packets.take())
    answers.push(body)
    const more = script.next?.(body, index)
    if (more === undefined) break
    send(socket, sequence + 1, more)
  }
  send(socket, sequence + 1, Buffer.from([0, 0, 0, 2, 0, 0, 0]))
  for (;;) {
    await packets.take()
    send(socket, 1, Buffer.concat([Buffer.from([0xff, 0x51, 0x04]), Buffer.from("#HY000no more than a door")]))
  }
}

function greeting(hasTls: boolean): Buffer {
  const flags = connectWithDatabase | protocol41 | secureConnection | pluginAuthentication | (hasTls ? tls : 0)
  const low = Buffer.alloc(2)
  const high = Buffer.alloc(2)
  low.writeUInt16LE(flags & 0xffff)
  high.writeUInt16LE(flags >>> 16)
  return Buffer.concat([
    Buffer.from("\x0a8.0.0-door\0"),
    Buffer.from([1, 0, 0, 0]),
    nonce.subarray(0, 8),
    Buffer.from([0]),
    low,
    Buffer.from([45, 2, 0]),
    high,
    Buffer.from([21]),
    Buffer.alloc(10),
    nonce.subarray(8),
    Buffer.from("\0mysql_native_password\0"),
  ])
}

interface ReceivedPacket {
  sequence: number
  body: Buffer
}

/** Takes packets out of a stream, one at a time. */
class PacketReader {
  readonly #stream: Duplex

  constructor(stream: Duplex) {
    this.#stream = stream
  }

  async take(): Promise<ReceivedPacket> {
    const header = await this.#read(4)
    const length = header.readUIntLE(0, 3)
    return { sequence: header[3] ?? 0, body: length === 0 ? Buffer.alloc(0) : await this.#read(length) }
  }

  /** What follows stays in the stream: it may be the beginning of TLS. */
  async #read(length: number): Promise<Buffer> {
    for (;;) {
      const bytes: Buffer | null = this.#stream.read(length)
      if (bytes !== null && bytes.length === length) return bytes
      if (this.#stream.readableEnded || this.#stream.destroyed) throw new Error("The client is gone.")
      const seen = new AbortController()
      const events = ["readable", "end", "close"].map((event) => once(this.#stream, event, { signal: seen.signal }))
      await Promise.race(events)
      seen.abort()
      await Promise.allSettled(events)
    }
  }
}

function send(socket: Duplex, sequence: number, body: Buffer): void {
  const header = Buffer.alloc(4)
  header.writeUIntLE(body.length, 0, 3)
  header[3] = sequence
  socket.write(Buffer.concat([header, body]))
}
