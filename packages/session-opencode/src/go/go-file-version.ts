/**
 * The number of a file's version: `initial` is 1, `v1` is 2, and so on; Crush counts from 0. Null for any other name.
 */
export function readGoVersion(version: string): number | null {
  if (version === "initial") return 1
  const match = /^v?(\d{1,9})$/.exec(version)
  return match === null ? null : Number(match[1]) + 1
}
