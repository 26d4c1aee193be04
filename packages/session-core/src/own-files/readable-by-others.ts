import { constants } from "node:fs"
import { stat } from "node:fs/promises"
import { dirname } from "node:path"
import type { ProviderTarget } from "../provider/provider-definition.ts"
import { showText } from "../secrets/show.ts"
import { shellQuote } from "./shell-quote.ts"

/** A warning where every user of this machine may read the sessions; null where they may not, and on Windows. */
export const readableByOthers = async ({ path, files = [] }: ProviderTarget): Promise<string | null> => {
  if (path === undefined || process.geteuid === undefined || !(await mayReach(dirname(path)))) return null
  const open: string[] = []
  for (const each of [path, ...files]) if (await allows(each, constants.S_IROTH)) open.push(each)
  const [first] = open
  if (first === undefined) return null
  return `${showText(first)} can be read by every user of this machine. Run: chmod o-rwx ${open.map(shellQuote).join(" ")}`
}

/** Whether every folder on the way lets others through. */
const mayReach = async (folder: string): Promise<boolean> =>
  (await allows(folder, constants.S_IXOTH)) && (folder === dirname(folder) || (await mayReach(dirname(folder))))

const allows = (path: string, permission: number): Promise<boolean> =>
  stat(path).then(
    ({ mode }) => (mode & permission) !== 0,
    () => false,
  )
