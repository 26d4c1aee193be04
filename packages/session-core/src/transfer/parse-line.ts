import * as z from "zod"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import { type BodyLine, type HeaderLine, jsonLinesFormat, jsonLinesVersion } from "./json-lines-format.ts"

// The values within are checked when they are applied. Here it is only about the shape, and nothing is copied: what was read
// is taken as it is.
const object = z.custom<object>((value) => typeof value === "object" && value !== null && !Array.isArray(value))
const optionalObject = object.nullish()
const text = z.string()
const revision = z.int().positive()

const session = z.looseObject({
  ...{ id: text, projectId: text, title: text, titleSource: z.enum(["user", "generated"]), directory: text },
  ...{ parentId: text.nullable(), author: optionalObject, agent: text.nullable(), model: optionalObject },
  ...{ todos: z.array(object), metadata: object, archivedAt: z.int().nullable() },
  ...{ marks: z.array(object).optional() },
  ...{ createdAt: z.int(), updatedAt: z.int(), deletedAt: z.int().nullable(), deletionId: text.nullable() },
})

const message = z.looseObject({
  ...{ id: text, role: text, parentId: text.nullable(), agent: text.nullable(), model: optionalObject },
  ...{ usage: optionalObject, error: z.custom((value) => value !== undefined), author: optionalObject },
  ...{ metadata: object, createdAt: z.int(), updatedAt: z.int(), completedAt: z.int().nullable() },
  ...{ position: revision, revision },
})

const part = z.looseObject({
  ...{ id: text, messageId: text, type: text, data: object, createdAt: z.int(), updatedAt: z.int() },
  ...{ position: revision, revision },
})

const file = z.looseObject({ path: text, content: text, version: z.int().positive(), createdAt: z.int() })

const project = z.looseObject({ id: text, name: text, aliases: z.array(text), createdAt: z.int() })

const bodyLine = z.discriminatedUnion("type", [
  z.object({ type: z.literal("session.begin"), sessionId: text, project }),
  z.object({ type: z.literal("session"), revision, session }),
  z.object({ type: z.literal("message"), revision, message }),
  z.object({ type: z.literal("part"), revision, part }),
  z.object({ type: z.literal("file"), revision, file }),
  z.object({ type: z.literal("message.removed"), revision, messageId: text }),
  z.object({ type: z.literal("part.removed"), revision, messageId: text, partId: text }),
  z.object({ type: z.literal("file.removed"), revision, path: text, version: z.int() }),
  z.object({ type: z.literal("checkpoint"), checksum: text }),
  z.object({ type: z.literal("session.end"), sessionId: text, revision: z.int(), changes: z.int(), checksum: text }),
  z.object({ type: z.literal("end"), sessions: z.int(), changes: z.int() }),
])

const header = z.looseObject({ format: z.literal(jsonLinesFormat), version: z.int(), exportedAt: z.int() })

/** Reads the first line. Fails with `corrupt` when it is no header of ours, with `newer_schema` for a later version. */
export function parseHeader(line: string): HeaderLine {
  const result = header.safeParse(parseJson(line, 1))
  if (!result.success) throw corrupt(1, "is not the first line of an export of ours")
  if (result.data.version > jsonLinesVersion) {
    throw new SessionStorageError(
      "newer_schema",
      `The file has version ${result.data.version} of the format; this program reads up to version ${jsonLinesVersion}.`,
      { hint: "Update @opencode/session-cli, or export again with the older version." },
    )
  }
  return result.data
}

/** Reads any other line. Fails with `corrupt`, naming the line and what is wrong. */
export function parseBodyLine(line: string, lineNumber: number): BodyLine {
  const value = parseJson(line, lineNumber)
  const result = bodyLine.safeParse(value)
  if (!result.success) {
    const [issue] = result.error.issues
    const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`
    throw corrupt(lineNumber, `is not what a line can be${where}`)
  }
  // The schema has just checked the shape, and JSON can hold nothing but JSON values.
  return value as BodyLine
}

function parseJson(line: string, lineNumber: number): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw corrupt(lineNumber, "is not valid JSON", cause)
  }
}

/** The file is damaged at a line. */
export function corrupt(lineNumber: number, problem: string, cause?: unknown): SessionStorageError<"corrupt"> {
  return new SessionStorageError("corrupt", `Line ${lineNumber} ${problem}.`, {
    hint: "The file is damaged. What was imported before this line is right and stays; import an undamaged file, and the rest is added.",
    ...(cause === undefined ? {} : { cause }),
  })
}
