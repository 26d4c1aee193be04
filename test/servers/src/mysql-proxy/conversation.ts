import { type ClientCommand, CommandReader } from "./client-command.ts"
import { type HandshakeAnswer, handshakeAnswer } from "./handshake-answer.ts"
import { PacketReader } from "./packet-reader.ts"
import { ReplyReader } from "./reply-reader.ts"

/** What is said on one connection, as far as it can be read. */
export class Conversation {
  readonly #fromClient = new PacketReader()
  readonly #fromServer = new PacketReader()
  readonly #commands = new CommandReader()
  #answer: HandshakeAnswer | null = null
  #reply: ReplyReader | null = null

  /** False once the connection is encrypted or compressed: commands cannot be seen. */
  get isReadable(): boolean {
    return !(this.#answer?.encrypts || this.#answer?.compresses)
  }

  /** The commands that are complete with these bytes. */
  readFromClient(chunk: Buffer): ClientCommand[] {
    if (!this.isReadable) return []
    const commands: ClientCommand[] = []
    for (const packet of this.#fromClient.read(chunk)) {
      this.#answer ??= handshakeAnswer(packet)
      if (!this.isReadable) return []
      const command = this.#commands.read(packet)
      if (command !== null) commands.push(command)
    }
    return commands
  }

  /** From now on looks for the end of the reply to the last command. */
  awaitReply(): void {
    this.#reply = new ReplyReader(this.#answer?.deprecatesEof ?? false)
  }

  /** Whether the awaited reply is complete with these bytes. */
  readFromServer(chunk: Buffer): boolean {
    if (!this.isReadable) return false
    let complete = false
    for (const packet of this.#fromServer.read(chunk)) {
      if (this.#reply?.read(packet)) complete = true
    }
    if (complete) this.#reply = null
    return complete
  }
}
