import type { ClientCommand, Conversation, Protocol } from "./protocol.ts"
import type { ProxiedConnection } from "./proxied-connection.ts"
import { type ProxyTarget, type StartedProxy, startProxy } from "./start-proxy.ts"

/**
 * Counts what clients send, as the server sees it: one command is one round trip, however long a test takes. The handshake is
 * not counted. Wants connections without TLS and compression.
 */
export class CountingProxy {
  readonly #commands: ClientCommand[] = []
  #proxy: StartedProxy | undefined
  readonly #awaited = new Set<{ matches: RegExp; left: number; sent: () => void }>()
  #connections = 0
  #unreadable = false

  static async start(target: ProxyTarget, protocol: Pick<Protocol<never>, "conversation">): Promise<CountingProxy> {
    const counting = new CountingProxy()
    const conversations = new WeakMap<ProxiedConnection, Conversation>()
    counting.#proxy = await startProxy(target, {
      accepts: () => true,
      traffic: {
        delay: () => 0,
        passable: () => Promise.resolve(),
        pass(connection, direction, chunk) {
          if (direction === "toClient") return chunk
          let conversation = conversations.get(connection)
          if (conversation === undefined) {
            conversation = protocol.conversation()
            conversations.set(connection, conversation)
            counting.#connections += 1
          }
          const commands = conversation.readFromClient(chunk)
          counting.#commands.push(...commands)
          for (const command of commands) counting.#tell(command)
          counting.#unreadable ||= !conversation.isReadable
          return chunk
        },
      },
    })
    return counting
  }

  get host(): string {
    return this.#started.host
  }

  get port(): number {
    return this.#started.port
  }

  /** How many connections have been made so far. */
  get connections(): number {
    return this.#connections
  }

  /** Resolves when so many commands that match were sent from now on. */
  sent(matches: RegExp, count = 1): Promise<void> {
    return new Promise((resolve) => this.#awaited.add({ matches, left: count, sent: resolve }))
  }

  /** What is sent while `work` goes on. */
  async during(work: () => Promise<unknown>): Promise<ClientCommand[]> {
    const first = this.#commands.length
    await work()
    if (this.#unreadable) throw new Error("A connection is encrypted or compressed: its commands cannot be seen.")
    return this.#commands.slice(first)
  }

  /** How many packets are sent while `work` goes on: a command of more than 16 MiB is several. */
  async count(work: () => Promise<unknown>): Promise<number> {
    const commands = await this.during(work)
    return commands.reduce((sum, { packets }) => sum + packets, 0)
  }

  async close(): Promise<void> {
    await this.#started.close()
  }

  #tell({ text }: ClientCommand): void {
    for (const awaited of this.#awaited) {
      if (!awaited.matches.test(text)) continue
      awaited.left -= 1
      if (awaited.left > 0) continue
      this.#awaited.delete(awaited)
      awaited.sent()
    }
  }

  get #started(): StartedProxy {
    if (this.#proxy === undefined) throw new Error("The proxy is not started.")
    return this.#proxy
  }
}
