import { readFileSync } from "node:fs"

/**
 * The processes that a server has for its connections, as PostgreSQL does; a pause is for them, too. Only Linux tells.
 */
export const childrenOf = (pid: number | undefined): number[] => {
  try {
    const list = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim()
    return list === "" ? [] : list.split(" ").map(Number)
  } catch {
    return []
  }
}
