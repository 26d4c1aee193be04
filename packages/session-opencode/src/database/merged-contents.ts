import type { JsonObject, MessageFields } from "@opencode/session-core"
import { partsOfBoth } from "../mapping/parts-of-both.ts"
import type { SourceContent } from "../source/source-session.ts"
import { isObject } from "../values/json-text.ts"
import type { OpenCodeContentReader } from "./content-reader.ts"
import type { ReadMessage, SessionMessageReader } from "./session-message-reader.ts"

type PartContent = Extract<SourceContent, { kind: "part" }>

/**
 * The messages of a session from the tables of both generations. 2.x took the messages of 1.x over when it first ran, with their ids
 * and without what it has no place for; either may have gone on since.
 */
export class MergedContents {
  readonly #first: OpenCodeContentReader | null
  readonly #second: SessionMessageReader | null

  /** Null where the database has no tables of that generation. */
  constructor(first: OpenCodeContentReader | null, second: SessionMessageReader | null) {
    this.#first = first
    this.#second = second
  }

  *read(sessionId: string): Generator<SourceContent> {
    const ids = this.#second?.ids(sessionId) ?? new Set()
    if (this.#second === null || ids.size === 0) {
      if (this.#first !== null) yield* this.#first.read(sessionId)
    } else if (this.#first === null) {
      for (const message of this.#second.read(sessionId)) yield* contentsOf(message)
    } else {
      yield* this.#merged(sessionId, ids, this.#first, this.#second)
    }
  }

  /** The messages of these ids, in their order. Memory holds them all: ask for few. */
  readSome(sessionId: string, ids: Iterable<string>): SourceContent[] {
    const found: { createdAt: number; id: string; contents: SourceContent[] }[] = []
    for (const id of ids) {
      const first = this.#first === null ? [] : [...this.#first.readMessage(sessionId, id)]
      const second = this.#second?.readMessage(sessionId, id) ?? null
      const contents = second === null ? first : ofBoth(first, second)
      const [message] = contents
      const createdAt = message?.kind === "message" ? message.message.createdAt : 0
      found.push({ createdAt, id, contents })
    }
    const byTime = (left: (typeof found)[number], right: (typeof found)[number]) =>
      left.createdAt - right.createdAt || (left.id < right.id ? -1 : 1)
    return found.sort(byTime).flatMap(({ contents }) => contents)
  }

  /** What `read` gives as `raw`, without interpreting it where that is possible. */
  *readRaw(sessionId: string): Generator<string> {
    const hasSecond = this.#second !== null && this.#second.ids(sessionId).size > 0
    if (this.#first !== null && !hasSecond) yield* this.#first.readRaw(sessionId)
    else for (const { raw } of this.read(sessionId)) yield raw
  }

  reportOrphans(): void {
    this.#first?.reportOrphans()
    this.#second?.reportOrphans()
  }

  *#merged(
    sessionId: string,
    ids: ReadonlySet<unknown>,
    first: OpenCodeContentReader,
    second: SessionMessageReader,
  ): Generator<SourceContent> {
    const older = messagesOf(first.read(sessionId), ids)
    try {
      let next = older.next()
      for (const message of second.read(sessionId)) {
        while (!next.done && next.value.createdAt <= message.message.createdAt) {
          yield* next.value.contents
          next = older.next()
        }
        yield* ofBoth([...first.readMessage(sessionId, message.message.id)], message)
      }
      for (; !next.done; next = older.next()) yield* next.value.contents
    } finally {
      older.return(undefined)
    }
  }
}

/** Messages with their parts, but for those that the other generation has. */
function* messagesOf(
  contents: Iterable<SourceContent>,
  except: ReadonlySet<unknown>,
): Generator<{ createdAt: number; contents: SourceContent[] }, undefined> {
  let current: { createdAt: number; contents: SourceContent[] } | null = null
  let isExcepted = false
  for (const content of contents) {
    if (content.kind === "message") {
      if (current !== null) yield current
      isExcepted = except.has(content.message.id)
      current = isExcepted ? null : { createdAt: content.message.createdAt, contents: [content] }
    } else if (!isExcepted) {
      current ??= { createdAt: 0, contents: [] }
      current.contents.push(content)
    }
  }
  if (current !== null) yield current
}

function contentsOf({ message, parts, raw }: ReadMessage): SourceContent[] {
  return [
    { kind: "message", message, raw },
    ...parts.map((part): PartContent => ({ kind: "part", part, raw: JSON.stringify(part.data), timesOfMessage: true })),
  ]
}

/** A message that both generations have: the one that was written last counts, with what only the other one has. */
function ofBoth(first: SourceContent[], second: ReadMessage): SourceContent[] {
  const found = first.find((content) => content.kind === "message")
  if (found === undefined) return contentsOf(second)
  const secondIsNewer = second.message.updatedAt >= found.message.updatedAt
  const [newer, older] = secondIsNewer ? [second.message, found.message] : [found.message, second.message]
  const firstParts = first.filter((content) => content.kind === "part")
  const others = first.filter((content) => content.kind === "skipped")
  const raws = new Map(firstParts.map(({ part, raw }) => [part.id, raw]))
  const parts = partsOfBoth(
    firstParts.map(({ part }) => part),
    second.parts,
    secondIsNewer,
  )
  return [
    { kind: "message", message: withMetadataOf(newer, older), raw: `${found.raw}\n${second.raw}` },
    ...parts.map(({ part, isFirst }): PartContent => {
      const raw = raws.get(part.id)
      if (isFirst && raw !== undefined) return { kind: "part", part, raw }
      return { kind: "part", part, raw: JSON.stringify(part.data), timesOfMessage: true }
    }),
    ...others,
  ]
}

function withMetadataOf(newer: MessageFields, older: MessageFields): MessageFields {
  const of = ({ metadata }: MessageFields): JsonObject => (isObject(metadata.opencode) ? metadata.opencode : {})
  return { ...newer, metadata: { opencode: { ...of(older), ...of(newer) } } }
}
