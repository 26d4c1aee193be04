import { createHash } from "node:crypto"

/** OpenCode's own name for what is in no git repository. */
export const globalProject = "global"

/** What OpenCode stores as the project's id when it finds it by a remote: `id` is `host/path`. */
export const hashOfRemoteId = (id: string): string => createHash("sha1").update(`git-remote:${id}`).digest("hex")

/**
 * The ids, in the form that OpenCode makes its hash of, that a remote's URL may stand for: host in lower case, path as it
 * is written, with and without a port. None for a path.
 */
export function remoteIdsOf(url: string): string[] {
  const text = url.trim()
  if (/^file:/i.test(text)) return []
  const match =
    /^[A-Za-z][A-Za-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^/:]+)(:\d+)?\/(.*)$/.exec(text) ??
    /^(?:[^@/:]+@)?(\[[^\]]+\]|[^/:@]+)():(.*)$/.exec(text)
  if (match === null) return []
  const [, host = "", port = "", path = ""] = match
  const cleaned = withoutEndingSlashes(withoutEndingSlashes(path.replace(/^\/+/, "")).replace(/\.git$/, ""))
  if (cleaned === "") return []
  const hosts = port === "" ? [host] : [host, `${host}${port}`]
  return hosts.map((each) => `${each.toLowerCase()}/${cleaned}`)
}

/** As a pattern, it would look for the end from every slash. */
function withoutEndingSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === "/") end -= 1
  return path.slice(0, end)
}
