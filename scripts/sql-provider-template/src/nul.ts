/*
 * PostgreSQL's text holds every character but NUL. Two characters that no text needs often stand for it: U+0000 is written as
 * U+0001 U+0001, and U+0001 as U+0001 U+0002. No two texts become the same one, and their order stays. JSON escapes both.
 */

/** A value as the database takes it. */
export function withoutNul(value: unknown): unknown {
  if (typeof value !== "string" || !(value.includes("\u0000") || value.includes("\u0001"))) return value
  return value.replaceAll("\u0001", "\u0001\u0002").replaceAll("\u0000", "\u0001\u0001")
}

/** The value that was given to `withoutNul`. */
export function withNul(value: unknown): unknown {
  if (typeof value !== "string" || !value.includes("\u0001")) return value
  return value.replace(/\u0001([\u0001\u0002])/g, (_, next) => (next === "\u0001" ? "\u0000" : "\u0001"))
}
