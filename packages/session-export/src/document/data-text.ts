const textTypes = /^data:(?:text\/[\w.+-]+|application\/(?:json|xml|javascript|x-yaml|yaml|toml))(?:;[\w=.+-]+)*,/i

/** The text that a `data:` URL of a text carries; null for any other. */
export function dataText(url: string): string | null {
  const head = textTypes.exec(url.slice(0, 200))
  if (head === null) return null
  const body = url.slice(head[0].length)
  if (/;base64,$/i.test(head[0])) return Buffer.from(body, "base64").toString("utf8")
  try {
    return decodeURIComponent(body)
  } catch {
    return body
  }
}
