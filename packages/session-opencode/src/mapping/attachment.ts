import type { JsonObject } from "@opencode/session-core"
import { isObject } from "../values/json-text.ts"

const base64 = /^data:[^,]*;base64,/i

/** A file of a prompt as OpenCode 2.x has it: with its content, or with where it is. `isSecond` as of its message. */
export function attachmentOf(data: JsonObject, isSecond: boolean): JsonObject {
  const { url, mime, filename, ...rest } = data
  if (typeof url !== "string") return data
  const hasContent = isObject(rest.source) && typeof rest.source.type === "string"
  const named = { ...(filename === undefined ? {} : { name: filename }) }
  // As the early versions had it.
  if (isSecond && !hasContent) return { ...rest, uri: url, ...(mime === undefined ? {} : { mime }), ...named }
  const type = typeof mime === "string" ? mime : "application/octet-stream"
  const { source, ...others } = rest
  const content = contentOf(url)
  return {
    ...others,
    ...{ data: content ?? "", mime: type, ...named },
    source: isSecond ? source : content === null ? { type: "uri", uri: url } : { type: "inline" },
    ...(isSecond ? {} : mentionOf(source)),
  }
}

/** A named agent of a prompt. */
export function agentOf(data: JsonObject, isSecond: boolean): JsonObject {
  if (isSecond) return data
  const { source, ...rest } = data
  return { ...rest, ...mentionOf(source) }
}

/** Where in the prompt it is named. 1.x has it as the source, of a file with its path around it. */
function mentionOf(source: unknown): JsonObject {
  const place = isObject(source) && isObject(source.text) ? source.text : source
  if (!isObject(place)) return {}
  const { start, end, value } = place
  return typeof start === "number" && typeof end === "number" && typeof value === "string"
    ? { mention: { start, end, text: value } }
    : {}
}

/** The content of a `data:` URL as base64; null for an address. */
function contentOf(url: string): string | null {
  if (!/^data:/i.test(url)) return null
  const head = base64.exec(url.slice(0, 300))
  if (head !== null) return url.slice(head[0].length)
  const text = url.slice(url.indexOf(",") + 1)
  try {
    return Buffer.from(decodeURIComponent(text)).toString("base64")
  } catch {
    return Buffer.from(text).toString("base64")
  }
}
