import type { ClientCommand, Conversation } from "../proxy/protocol.ts"
import { CommandReader } from "./command-reader.ts"
import { type HandshakeAnswer, handshakeAnswer } from "./handshake-answer.ts"
import { PacketReader } from "./packet-reader.ts"
import { ReplyReader } from "./reply-reader.ts"

/** What is said on one connection of MySQL. A command is one packet, or several when it is longer than 16 MiB. */
export class MysqlConversation implements Conversation {
  readonly #fromClient = new PacketReader()
  readonly #fromServer = new PacketReader()
  readonly #commands = new CommandReader()
  #answer: HandshakeAnswer | null = null
  #reply: ReplyReader | null = null

  get isReadable(): boolean {
    return !(this.#answer?.encrypts || this.#answer?.compresses)
  }

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

  awaitReply(): void {
    this.#reply = new ReplyReader(this.#answer?.deprecatesEof ?? false)
  }

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
