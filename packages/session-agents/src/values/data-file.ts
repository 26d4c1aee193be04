import type { JsonObject, PartFields } from "@opencode/session-core"

/** A part that is a file, of base64 and a type. */
export function dataFile(mime: string, base64: string, others: JsonObject = {}): Pick<PartFields, "type" | "data"> {
  return { type: "file", data: { ...others, mime, url: `data:${mime};base64,${base64}` } }
}

/** A part that is a file at a URL, which may hold the file itself. */
export function linkedFile(url: string, others: JsonObject = {}): Pick<PartFields, "type" | "data"> {
  const mime = /^data:([^;,]+)[;,]/.exec(url.slice(0, 200))?.[1] ?? "image/*"
  return { type: "file", data: { ...others, mime, url } }
}
