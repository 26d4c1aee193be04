import type { JsonObject, JsonValue, PartFields } from "@opencode/session-core"
import { isObject } from "@opencode/session-opencode/formats"
import { dataFile } from "../values/data-file.ts"

type Content = Pick<PartFields, "type" | "data">

/** The parts of a content: one text, one part, or a list of both. */
export function contentParts(content: JsonValue | undefined): readonly JsonValue[] {
  if (content === undefined || content === null || content === "") return []
  return Array.isArray(content) ? content : [content]
}

/** A part of a content in our terms. */
export function contentOf(part: JsonValue): Content {
  if (typeof part === "string") return { type: "text", data: { text: part } }
  if (!isObject(part)) return { type: "unknown", data: { value: part } }
  const { text, thought, inlineData, fileData, ...rest } = part
  if (typeof text === "string") return { type: thought === true ? "reasoning" : "text", data: { ...rest, text } }
  if (isObject(inlineData) && typeof inlineData.data === "string" && typeof inlineData.mimeType === "string") {
    const { data, mimeType, ...others } = inlineData
    return dataFile(mimeType, data, { ...rest, ...others })
  }
  if (isObject(fileData) && typeof fileData.fileUri === "string") {
    const { fileUri: url, mimeType, ...others } = fileData
    return { type: "file", data: { ...rest, ...others, mime: typeof mimeType === "string" ? mimeType : "", url } }
  }
  const [kind] = Object.keys(part)
  return { type: kind === undefined || kind.length > 60 ? "unknown" : kind, data: part }
}

/** The text of a part; empty where it is none. */
export const textOf = (part: JsonValue): string =>
  typeof part === "string" ? part : isObject(part) && typeof part.text === "string" ? part.text : ""

/** What a tool returned: a text where it is one, and files. `rest` is what of it has no place there. */
export function resultOf(result: JsonValue | undefined): {
  text: string
  attachments: JsonObject[]
  rest: JsonValue[]
} {
  const [texts, attachments, rest]: [string[], JsonObject[], JsonValue[]] = [[], [], []]
  for (const part of contentParts(result)) {
    const answer = isObject(part) && isObject(part.functionResponse) ? part.functionResponse.response : undefined
    const { output, error, ...others } = isObject(answer) ? answer : {}
    const said = output ?? error
    const content = contentOf(part)
    if (typeof said === "string") {
      texts.push(said)
      if (Object.keys(others).length > 0) rest.push(others)
    } else if (content.type === "file") attachments.push({ type: content.type, ...content.data })
    else if (textOf(part) !== "") texts.push(textOf(part))
    else rest.push(part)
  }
  return { text: texts.join("\n"), attachments, rest }
}
