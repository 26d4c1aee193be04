import type { ClientCommand, Conversation } from "../proxy/protocol.ts"

const sslRequest = 80877103
const gssRequest = 80877104
/** A message's letter and its length. */
const header = 5

/** What is said on one connection of PostgreSQL, as far as it can be read. A command is all that a client sends before it waits. */
export class PostgresConversation implements Conversation {
  #fromClient = Buffer.alloc(0)
  #fromServer = Buffer.alloc(0)
  #hasStarted = false
  #awaitsTls = false
  #isReadable = true
  #texts: string[] = []
  #bytes = 0
  #awaitsReply = false

  get isReadable(): boolean {
    return this.#isReadable
  }

  readFromClient(chunk: Buffer): ClientCommand[] {
    if (!this.#isReadable) return []
    this.#fromClient = Buffer.concat([this.#fromClient, chunk])
    const commands: ClientCommand[] = []
    for (let message = this.#next(); message !== null; message = this.#next()) {
      const command = this.#read(message)
      if (command !== null) commands.push(command)
    }
    // What is sent together is not waited for in between.
    return commands.length < 2 ? commands : [together(commands)]
  }

  awaitReply(): void {
    this.#awaitsReply = true
    this.#fromServer = Buffer.alloc(0)
  }

  readFromServer(chunk: Buffer): boolean {
    if (this.#awaitsTls) {
      this.#awaitsTls = false
      this.#isReadable = chunk[0] !== "S".charCodeAt(0)
      return false
    }
    if (!this.#awaitsReply) return false
    this.#fromServer = Buffer.concat([this.#fromServer, chunk])
    let complete = false
    while (this.#fromServer.length >= header) {
      const end = 1 + this.#fromServer.readUInt32BE(1)
      if (this.#fromServer.length < end) break
      // ReadyForQuery.
      complete ||= String.fromCharCode(this.#fromServer[0] ?? 0) === "Z"
      this.#fromServer = this.#fromServer.subarray(end)
    }
    if (complete) this.#awaitsReply = false
    return complete
  }

  /** The next whole message: its letter, empty for those before the login, and what it says. */
  #next(): { letter: string; body: Buffer } | null {
    const start = this.#hasStarted ? 1 : 0
    if (this.#fromClient.length < start + 4) return null
    const end = start + this.#fromClient.readUInt32BE(start)
    if (this.#fromClient.length < end) return null
    const letter = this.#hasStarted ? String.fromCharCode(this.#fromClient[0] ?? 0) : ""
    const body = this.#fromClient.subarray(start + 4, end)
    this.#fromClient = this.#fromClient.subarray(end)
    return { letter, body }
  }

  #read({ letter, body }: { letter: string; body: Buffer }): ClientCommand | null {
    if (letter === "") {
      const request = body.readUInt32BE(0)
      this.#awaitsTls = request === sslRequest || request === gssRequest
      this.#hasStarted = !this.#awaitsTls
      return null
    }
    // Answers of a login.
    if (letter === "p") return null
    this.#bytes += header + body.length
    // What is prepared, and what is bound to it: the names of ours are those of their texts.
    if (letter === "P" || letter === "B" || letter === "Q")
      this.#texts.push(body.toString("utf8").replaceAll("\0", " "))
    if (letter !== "S" && letter !== "Q") return letter === "X" ? this.#command("quit") : null
    return this.#command(this.#texts.length === 0 ? "ping" : "query")
  }

  #command(name: string): ClientCommand {
    const command = { name, text: this.#texts.join("\n"), bytes: this.#bytes, packets: 1 }
    this.#texts = []
    this.#bytes = 0
    return command
  }
}

const together = (commands: ClientCommand[]): ClientCommand => ({
  name: commands[0]?.name ?? "",
  text: commands.map(({ text }) => text).join("\n"),
  bytes: commands.reduce((sum, { bytes }) => sum + bytes, 0),
  packets: 1,
})
