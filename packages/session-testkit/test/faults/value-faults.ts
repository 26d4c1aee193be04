import { type JsonObject, SessionStorageError } from "@opencode/session-core/provider"
import { type Fault, writing, writingText } from "./fault.ts"

/** What is wrong with the values that come back. */
export const valueFaults: Fault[] = [
  {
    name: "a trailing blank trimmed",
    caughtBy: /a part keeps .*(blank|space)/,
    plant: writingText((text) => text.trimEnd()),
  },
  {
    name: "text cut at 65,535 bytes",
    caughtBy: /a text of 65536 bytes comes back to its last character/,
    plant: writingText((text) => Buffer.from(text).subarray(0, 65_535).toString()),
  },
  {
    name: "an emoji replaced",
    caughtBy: /a part keeps .*(emoji|four|4-byte|plane)/i,
    plant: writingText((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, "?")),
  },
  {
    name: "NUL dropped",
    caughtBy: /a part keeps .*NUL/,
    plant: writingText((text) => text.replaceAll("\u0000", "")),
  },
  {
    name: "NUL refused in an author's name, as PostgreSQL's text does",
    caughtBy: /a NUL in a folder, an agent, an author or a project's name is kept/,
    plant: writing((each) => {
      if (each.type === "session.create" && each.session.author?.user.includes("\u0000")) {
        throw new SessionStorageError("unexpected", "invalid byte sequence for encoding UTF8: 0x00")
      }
      return each
    }),
  },
  {
    name: "a number through float32",
    caughtBy: /numbers are those of JSON: none goes through a shorter type/,
    plant: writing((each) => {
      if (each.type !== "part.put") return each
      const data = JSON.parse(JSON.stringify(each.part.data), (_key, value: unknown) =>
        typeof value === "number" ? Math.fround(value) : value,
      )
      return { ...each, part: { ...each.part, data } }
    }),
  },
  {
    name: "an unknown part type refused",
    caughtBy: /a type of part and a role that nobody knows yet come back/,
    plant: writing((each) => {
      if (each.type === "part.put" && each.part.type === "hologram") {
        throw new SessionStorageError("invalid_input", "There is no such type of part.")
      }
      return each
    }),
  },
  {
    name: "metadata cut at 65,535 bytes",
    caughtBy: /metadata, to-dos, models and errors of a megabyte come back/,
    plant: writing((each) => {
      if (each.type !== "session.create") return each
      const { words } = each.session.metadata
      if (typeof words !== "string") return each
      return { ...each, session: { ...each.session, metadata: { words: words.slice(0, 65_535) } } }
    }),
  },
  {
    name: "what was sent is kept, not a copy of it",
    caughtBy: /what an application goes on to change in what it has sent does not change what is stored/,
    plant(right) {
      const kept = new Map<string, JsonObject>()
      return {
        apply(batch) {
          for (const change of batch.changes) {
            if (change.type === "session.create") kept.set(batch.sessionId, change.session.metadata)
          }
          return right.apply(batch)
        },
        async listSessions(query) {
          const page = await right.listSessions(query)
          const sessions = page.sessions.map((each) => ({ ...each, metadata: kept.get(each.id) ?? each.metadata }))
          return { ...page, sessions }
        },
      }
    },
  },
]
