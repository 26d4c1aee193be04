import { readFileSync } from "node:fs"

/** Whom a server runs as when we are root: database servers refuse root, and rightly so. */
export const serverUser = (): { uid: number; gid: number } | null => {
  if (process.getuid?.() !== 0) return null
  const entry = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find(([name]) => name === "nobody")
  return entry === undefined ? null : { uid: Number(entry[2]), gid: Number(entry[3]) }
}
