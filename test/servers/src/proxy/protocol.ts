/** What a client asks for: all that it sends before it waits for an answer. */
export interface ClientCommand {
  name: string
  /** Of a query or of a statement to prepare; else empty. */
  text: string
  /** Of the payload. */
  bytes: number
  packets: number
}

/** What is said on one connection, as far as it can be read. */
export interface Conversation {
  /** False once the connection is encrypted or compressed: commands cannot be seen. */
  readonly isReadable: boolean
  /** The commands that are complete with these bytes. */
  readFromClient(chunk: Buffer): ClientCommand[]
  /** From now on looks for the end of the reply to the last command. */
  awaitReply(): void
  /** Whether the awaited reply is complete with these bytes. */
  readFromServer(chunk: Buffer): boolean
}

/** A database's protocol, for proxies that read it. */
export interface Protocol<ServerError> {
  conversation(): Conversation
  /** An error as a server sends it, in place of its greeting or of an answer. */
  error(error: ServerError, moment: "greeting" | "answer"): Buffer
}
