import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { KnownPartType } from "../model/part.ts"

/** What a field must be. */
interface Rule {
  is(value: unknown): boolean
  what: string
}

const text: Rule = { is: (value) => typeof value === "string", what: "a string" }
const number: Rule = { is: (value) => typeof value === "number", what: "a number" }
const texts: Rule = { is: (value) => Array.isArray(value) && value.every(text.is), what: "an array of strings" }
const statuses: readonly unknown[] = ["pending", "running", "completed", "error"]
const toolState: Rule = {
  is: (value) => typeof value === "object" && value !== null && "status" in value && statuses.includes(value.status),
  what: "an object whose status is pending, running, completed or error",
}

/** The fields that a part of a type cannot do without. */
const required: Readonly<Record<KnownPartType, Readonly<Record<string, Rule>>>> = {
  text: { text },
  reasoning: { text },
  tool: { tool: text, callID: text, state: toolState },
  file: { mime: text, url: text },
  "step-start": {},
  "step-finish": {},
  patch: { hash: text, files: texts },
  snapshot: { snapshot: text },
  subtask: { prompt: text, agent: text },
  compaction: {},
  retry: { attempt: number },
  agent: { name: text },
}

/** Checks that a part of a type that we know has what its readers rely on. A type that we don't know is taken as it is. */
export function checkPartInput(input: object): void {
  if (typeof input !== "object" || input === null) throw invalid("A part must be an object.")
  const part: Readonly<Record<string, unknown>> = { ...input }
  if (typeof part.type !== "string") throw invalid("A part must have a type, such as text.")
  // Not one of an object's own members, such as `constructor`.
  const rules = Object.hasOwn(required, part.type) ? required[part.type as KnownPartType] : {}
  for (const [name, { is, what }] of Object.entries(rules)) {
    if (is(part[name])) continue
    const isNested = typeof part.data === "object" && part.data !== null && name in part.data
    throw invalid(
      `A part of type ${part.type} must have ${name}, ${what}.`,
      isNested ? `Put ${name} beside the type: { type: "${part.type}", ${name}: … }, without "data".` : undefined,
    )
  }
}

const invalid = (message: string, hint?: string) =>
  new SessionStorageError("invalid_input", message, hint === undefined ? {} : { hint })
