import type { JsonObject, JsonValue } from "@opencode/session-core"
import type { PlannedMessage, PlannedPart } from "../plan/planned-session.ts"
import type { PartRecords, SessionInterpreter } from "../plan/session-interpreter.ts"
import { without } from "../values/without.ts"
import { contentParts, textOf } from "./gemini-content.ts"
import { blockContent } from "./gemini-message.ts"

/** What the messages of a chat are in our terms. */
export class ChatInterpreter implements SessionInterpreter {
  readonly #rewound: ReadonlySet<string>

  /** `rewound` are the messages that were taken back. */
  constructor(rewound: readonly string[]) {
    this.#rewound = new Set(rewound)
  }

  message({ id }: PlannedMessage, message: JsonObject): { kept: JsonObject; error: JsonValue } {
    const { type, content } = message
    const kept = without(
      message,
      "id",
      "timestamp",
      "content",
      "thoughts",
      "toolCalls",
      "model",
      ...(type === "gemini" ? ["type"] : []),
    )
    const text = contentParts(content).map(textOf).join("\n")
    return {
      kept: this.#rewound.has(id) ? { ...kept, rewound: true } : kept,
      error: type === "error" ? { name: "error", data: { message: text } } : null,
    }
  }

  part({ block }: PlannedPart, { record }: PartRecords) {
    return blockContent(record, block)
  }
}
