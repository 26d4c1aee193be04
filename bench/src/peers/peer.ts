/** A message as it is stored: one text. */
export interface PeerMessage {
  role: "user" | "assistant"
  text: string
}

/** A store of sessions, ours or another. What it does not have is not there. All give how many they found, so that nobody finds less. */
export interface Peer {
  name: string
  version: string
  /** What it keeps when a call has returned, as it is set by default. */
  durability: string
  /** Its ways that are not a plain call, for those who read the table. */
  notes?: string
  /** Makes a session, and gives its id. */
  create(title: string): Promise<string>
  append(sessionId: string, message: PeerMessage): Promise<unknown>
  /** Fills a new session in whatever way is fast. */
  fill(messages: readonly PeerMessage[]): Promise<string>
  /** A reply that a model speaks, each delta stored when it has come. */
  storeEachDelta?(sessionId: string, deltas: readonly string[]): Promise<unknown>
  /** A reply as an application stores it. */
  reply(sessionId: string, deltas: readonly string[]): Promise<unknown>
  last?(sessionId: string, count: number): Promise<number>
  all(sessionId: string): Promise<number>
  list?(count: number): Promise<number>
  search?(word: string): Promise<number>
  /** Adds sessions like those that are there, behind its back where that is faster, until there are so many. */
  multiply?(total: number): Promise<void>
  /** Everything is in the file, and nothing beside it. */
  close(): Promise<void>
}

/** A new store in a file of its own. */
export type OpenPeer = (file: string) => Promise<Peer>
