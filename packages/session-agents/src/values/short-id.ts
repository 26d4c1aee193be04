import { hash } from "node:crypto"

/** An id for what has none in its source: the same each time for the same `parts`, so that importing again finds it. */
export const shortId = (prefix: string, ...parts: readonly (string | number)[]): string =>
  `${prefix}_${hash("sha256", JSON.stringify(parts)).slice(0, 26)}`
