import type { Author, Change } from "@opencode/session-core"
import type { SourceContent } from "../source/source-session.ts"

/** The change that writes one content of a source; null for what cannot be taken. `author` becomes the author of a message. */
export function changeOf(content: SourceContent, author: Author | null): Change | null {
  switch (content.kind) {
    case "message":
      return { type: "message.put", message: { ...content.message, author } }
    case "part":
      return { type: "part.put", part: content.part }
    case "file": {
      const { path, version, content: text, createdAt } = content
      return { type: "file.put", version, file: { path, content: text, createdAt } }
    }
    case "skipped":
      return null
  }
}
