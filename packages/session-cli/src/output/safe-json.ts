const harmful = /[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g

const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`

/**
 * Escapes in JSON text what a terminal might obey or hide. JSON itself only escapes C0 controls; the others can stand in
 * strings only, so that the text still means the same.
 */
export const escapeJson = (json: string): string => json.replace(harmful, escapeCharacter)

/** A value as JSON in one line, in which nothing is left that a terminal might obey. */
export const safeJson = (value: unknown): string => escapeJson(JSON.stringify(value))
