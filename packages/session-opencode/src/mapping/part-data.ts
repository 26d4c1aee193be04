import type { JsonObject, PartFields } from "@opencode/session-core"
import { isObject, parseObject } from "../values/json-text.ts"
import { isId } from "../values/plain-values.ts"

/** The type of a part whose data does not say one. */
const untypedPart = "untyped"
/** The type of a part whose data is not a JSON object: `data.raw` is the text. */
export const unreadablePart = "unreadable"

/** A part from OpenCode's data of it: the type aside, the data is what it was. */
export function readPartData(data: JsonObject): Pick<PartFields, "type" | "data"> {
  const { type, ...rest } = data
  if (isId(type)) return { type, data: rest }
  return { type: untypedPart, data }
}

/** A part from the text that the database holds; also tells whether it could be read. */
export function readPartText(text: string): Pick<PartFields, "type" | "data"> & { readable: boolean } {
  const data = parseObject(text)
  if (data === undefined) return { type: unreadablePart, data: { raw: text }, readable: false }
  return { ...readPartData(data), readable: true }
}

/** OpenCode's data of a part: the opposite of `readPartData`. */
export function partDataOf({ type, data }: Pick<PartFields, "type" | "data">): JsonObject {
  const { opencodeColumns: columns, ...rest } = data
  const content = isObject(columns) ? rest : data
  return type === untypedPart ? content : { type, ...content }
}
