import type { ClientCommand, Conversation, Protocol } from "./protocol.ts"
import type { Direction, ProxiedConnection } from "./proxied-connection.ts"
import { type ProxyTarget, type StartedProxy, startProxy } from "./start-proxy.ts"

/**
 * When a command's connection is lost:
 * - `before`: the server never gets the whole command.
 * - `during`: the server gets it and works on it, the client sees a reset at once.
 * - `after`: the server has done it and answered; the answer is lost, the client sees a reset.
 * - `unanswered`: the server has done it; the connection stays, and the answer never comes.
 */
export type FaultMoment = "before" | "during" | "after" | "unanswered"

/**
 * When a proxy that speaks for the server answers a command with an error of its own:
 * - `instead`: the server never gets the command.
 * - `after`: the server has done it, and its answer is replaced.
 */
export type AnswerMoment = "instead" | "after"

interface PendingFault<ServerError> {
  /** What the client gets in place of a reset. */
  answer?: ServerError
  matches: (command: ClientCommand) => boolean
  moment: FaultMoment
  happened: () => void
  impossible: (error: Error) => void
}

interface FaultToCome<ServerError> {
  matches: RegExp | ((command: ClientCommand) => boolean)
  moment: FaultMoment
  answer?: ServerError
}

interface ByteLimit {
  direction: Direction
  remaining: number
  happened: () => void
}

const nothing = Buffer.alloc(0)

/**
 * A network between a client and a server that fails when it is told to. What it does to commands wants connections without
 * TLS and compression; everything else works with any protocol.
 */
export class FaultProxy<ServerError> {
  /** One-way, in milliseconds. */
  readonly delay: Record<Direction, number> = { toServer: 0, toClient: 0 }
  readonly #protocol: Protocol<ServerError>
  #proxy: StartedProxy | undefined
  #refuses: boolean | ServerError = false
  #refused = Promise.withResolvers<void>()
  #healed: Promise<void> = Promise.resolve()
  #heal = () => {}
  #fault: PendingFault<ServerError> | null = null
  #limit: ByteLimit | null = null
  readonly #conversations = new WeakMap<ProxiedConnection, Conversation>()
  /** Connections whose answers come no more. */
  readonly #muted = new WeakMap<ProxiedConnection, "until complete" | "for ever">()

  private constructor(protocol: Protocol<ServerError>) {
    this.#protocol = protocol
  }

  static async start<ServerError extends object>(
    target: ProxyTarget,
    protocol: Protocol<ServerError>,
  ): Promise<FaultProxy<ServerError>> {
    const proxy = new FaultProxy(protocol)
    proxy.#proxy = await startProxy(target, {
      accepts: () => {
        const refuses = proxy.#refuses
        if (refuses !== false) {
          proxy.#refused.resolve()
          proxy.#refused = Promise.withResolvers()
        }
        return typeof refuses === "boolean" ? !refuses : protocol.error(refuses, "greeting")
      },
      traffic: {
        delay: (direction) => proxy.delay[direction],
        passable: () => proxy.#healed,
        pass: (connection, direction, chunk) => proxy.#pass(connection, direction, chunk),
      },
    })
    return proxy
  }

  get host(): string {
    return this.#started.host
  }

  get port(): number {
    return this.#started.port
  }

  /** How many connections are open. */
  get connections(): number {
    return this.#started.connections.size
  }

  /** From now on nothing gets through, and nobody is told. New connections are taken and hear nothing. */
  blackHole(): void {
    this.#heal()
    this.#healed = new Promise((resolve) => {
      this.#heal = resolve
    })
  }

  /** Ends a black hole; what went into it comes out. */
  heal(): void {
    this.#heal()
  }

  /**
   * New connections are reset at once, or get an error in place of the greeting, as from a router that has lost its server.
   * Those that are open go on.
   */
  refuse(refuses: boolean | ServerError = true): void {
    this.#refuses = refuses
  }

  /** Resolves when the next connection is refused. */
  refused(): Promise<void> {
    return this.#refused.promise
  }

  /** Connections that are open lead nowhere from now on, and nobody is told. New ones work. */
  abandonOpen(): void {
    for (const connection of this.#started.connections) this.#abandoned.add(connection)
  }

  /** Answers the next command that matches with an error. Resolves when it has happened. */
  answerNext(matches: RegExp, answer: ServerError, moment: AnswerMoment = "instead"): Promise<void> {
    return this.#failNext({ matches, moment: moment === "after" ? "after" : "before", answer })
  }

  /** Resets all open connections. */
  resetAll(): void {
    for (const connection of this.#started.connections) connection.reset()
  }

  /**
   * Lets so many more bytes through in one direction, on all connections together, and then resets the connection that has
   * more to send. Resolves when it has happened.
   */
  resetAfter(bytes: number, direction: Direction): Promise<void> {
    return new Promise((resolve) => {
      this.#limit = { direction, remaining: bytes, happened: resolve }
    })
  }

  /**
   * Loses the connection of the next command that matches: a query's text, or what the function says. Resolves when it has
   * happened. Rejects when the command cannot be seen, on a connection that is encrypted.
   */
  failNext(matches: RegExp | ((command: ClientCommand) => boolean), moment: FaultMoment): Promise<void> {
    return this.#failNext({ matches, moment })
  }

  #failNext({ matches, moment, answer }: FaultToCome<ServerError>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#fault = {
        matches: typeof matches === "function" ? matches : ({ text }) => matches.test(text),
        moment,
        ...(answer && { answer }),
        happened: resolve,
        impossible: reject,
      }
    })
  }

  /** Ends all connections and listens no more. */
  async close(): Promise<void> {
    this.#heal()
    await this.#started.close()
  }

  get #started(): StartedProxy {
    if (this.#proxy === undefined) throw new Error("The proxy is not started.")
    return this.#proxy
  }

  #pass(connection: ProxiedConnection, direction: Direction, chunk: Buffer): Buffer {
    if (this.#abandoned.has(connection)) return nothing
    const rest = direction === "toServer" ? this.#passCommand(connection, chunk) : this.#passAnswer(connection, chunk)
    return this.#passLimited(connection, direction, rest)
  }

  #passCommand(connection: ProxiedConnection, chunk: Buffer): Buffer {
    const conversation = this.#conversationOf(connection)
    const commands = conversation.readFromClient(chunk)
    const fault = this.#fault
    if (fault === null) return chunk
    if (!conversation.isReadable) {
      this.#fault = null
      fault.impossible(new Error("The connection is encrypted or compressed: its commands cannot be seen."))
      return chunk
    }
    if (!commands.some((command) => fault.matches(command))) return chunk
    this.#fault = null
    switch (fault.moment) {
      case "before":
        if (fault.answer === undefined) connection.reset()
        else connection.client.write(this.#protocol.error(fault.answer, "answer"))
        fault.happened()
        return nothing
      case "during":
        connection.server.write(chunk)
        connection.resetClient()
        fault.happened()
        return nothing
      default:
        conversation.awaitReply()
        this.#muted.set(connection, fault.moment === "after" ? "until complete" : "for ever")
        this.#happened.set(connection, fault.happened)
        if (fault.answer !== undefined) this.#answers.set(connection, fault.answer)
        return chunk
    }
  }

  /** What is sent to the client in place of the server's answer. */
  readonly #answers = new WeakMap<ProxiedConnection, ServerError>()
  readonly #abandoned = new WeakSet<ProxiedConnection>()
  readonly #happened = new WeakMap<ProxiedConnection, () => void>()

  #passAnswer(connection: ProxiedConnection, chunk: Buffer): Buffer {
    const complete = this.#conversationOf(connection).readFromServer(chunk)
    const muted = this.#muted.get(connection)
    if (muted === undefined) return chunk
    if (complete) {
      const answer = this.#answers.get(connection)
      if (answer !== undefined) {
        this.#answers.delete(connection)
        this.#muted.delete(connection)
        connection.client.write(this.#protocol.error(answer, "answer"))
      } else if (muted === "until complete") connection.reset()
      this.#happened.get(connection)?.()
    }
    return nothing
  }

  #passLimited(connection: ProxiedConnection, direction: Direction, chunk: Buffer): Buffer {
    const limit = this.#limit
    if (limit?.direction !== direction) return chunk
    if (chunk.length <= limit.remaining) {
      limit.remaining -= chunk.length
      return chunk
    }
    this.#limit = null
    connection.target(direction).write(chunk.subarray(0, limit.remaining), () => {
      connection.reset()
      limit.happened()
    })
    return nothing
  }

  #conversationOf(connection: ProxiedConnection): Conversation {
    const known = this.#conversations.get(connection)
    if (known !== undefined) return known
    const conversation = this.#protocol.conversation()
    this.#conversations.set(connection, conversation)
    return conversation
  }
}
