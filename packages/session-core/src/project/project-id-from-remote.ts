import { hasToken, looksRandom } from "./token-shape.ts"

/** Hosts on which letter case in a path means nothing: `O/R` and `o/r` are one repository. */
const caseInsensitiveHosts = new Set(["github.com", "gitlab.com", "bitbucket.org"])

/** Second names of the same servers, given out for networks that block port 22. */
const hostAliases = new Map([
  ["ssh.github.com", "github.com"],
  ["www.github.com", "github.com"],
  ["altssh.gitlab.com", "gitlab.com"],
  ["altssh.bitbucket.org", "bitbucket.org"],
])

/**
 * The project id that a git remote's URL stands for, such as `github.com/opencode-ai/opencode`: the same for the https,
 * ssh and scp-like spelling of one repository, and never with a user name, password, token or query in it.
 *
 * Null when the URL names no server (a path, `file://`, a Windows drive), and when it is damaged so that a part of a
 * password might be read as the path: the caller then falls back to the folder's name. Never throws.
 */
export const projectIdFromRemote = (url: string): string | null => {
  const text = withoutTransport(url.trim())
  if (isLocalPath(text)) return null
  const location = parseUrl(text) ?? parseScpLike(text)
  return location === null ? null : projectIdFromLocation(location)
}

interface Location {
  /** Always read as http or https: for these, unlike for ssh, `URL` normalises the host. */
  url: URL
  keepPort: boolean
}

// `transport::address` picks a remote helper: `codecommit::https://…`. The address is what names the repository.
const withoutTransport = (text: string): string => text.replace(/^[A-Za-z0-9][\w.+-]*::/, "")

const isLocalPath = (text: string): boolean =>
  text === "" || /^[/\\.~]/.test(text) || /^[A-Za-z]:/.test(text) || /^file:/i.test(text)

const parseUrl = (text: string): Location | null => {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/\\].*)$/s.exec(text)
  if (!match) return null
  const [, scheme = "", rest = ""] = match
  const isHttp = /^(?:git\+)?https?$/i.test(scheme)
  // Under its own scheme `URL` drops the default port, and only that one.
  const url = urlOrNull(`${/^(?:git\+)?http$/i.test(scheme) ? "http" : "https"}://${rest}`)
  return url && { url, keepPort: isHttp }
}

/** `user@host:path`, `host:path`, `[::1]:path`, `[user@host:port]:path`. A colon comes before any slash. */
const parseScpLike = (text: string): Location | null => {
  if (text.includes("://")) return null
  const match = /^(?:([^/:@[\]]+)@)?(?:\[([^[\]]+)\]|([^/:@[\]]+)):(.+)$/s.exec(text)
  if (!match) return null
  const [, user = "", bracketed, plain = "", path = ""] = match
  // What is in brackets is an IPv6 address when it has two colons, otherwise a host with its user and port.
  const isAddress = (bracketed?.match(/:/g)?.length ?? 0) > 1 && !bracketed?.includes("@")
  const host = bracketed === undefined ? plain : isAddress ? `[${bracketed}]` : bracketed
  const url = urlOrNull(`https://${user === "" ? "" : `${user}@`}${host}/${path.replace(/^[/\\]+/, "")}`)
  // ssh takes no password here, so `user:password@host:path` means the host `user`; whoever wrote it meant otherwise.
  return url === null || path.includes("@") ? null : { url, keepPort: false }
}

const urlOrNull = (text: string): URL | null => {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

const projectIdFromLocation = ({ url, keepPort }: Location): string | null => {
  const name = url.hostname.replace(/\.$/, "")
  const host = hostAliases.get(name) ?? name
  if (host === "" || hasToken(host) || mayHoldPassword(url)) return null
  const written = url.pathname.split("/").filter((segment) => segment !== "")
  const joined = withoutTokens(written.map(decodeSegment)).join("/")
  const path = (caseInsensitiveHosts.has(host) ? joined.toLowerCase() : joined).replace(/\/?\.git$/, "")
  if (path === "") return null
  return `${host}${keepPort && url.port !== "" ? `:${url.port}` : ""}/${path}`
}

/**
 * Whether an `@` after the host may end a password that holds an unescaped slash, as in `https://me:pass/word@host/o/r`,
 * which parses as the host `me`. An `@` that begins a path is somebody's handle.
 */
const mayHoldPassword = (url: URL): boolean => {
  if (url.search.includes("@") || url.hash.includes("@")) return true
  if (!url.pathname.includes("@")) return false
  const isBareHost = url.username === "" && url.password === "" && url.port === ""
  return !(isBareHost && url.pathname.lastIndexOf("@") === 1)
}

/**
 * Some people, and some programs, put a token into the path. It is left out, so that all who clone the repository have the same
 * id: a segment with a token in it, what stands before an @ in a segment, and a query that was encoded as a part of the path.
 */
const withoutTokens = (segments: readonly string[]): string[] =>
  segments.flatMap((segment, index) => {
    const isLast = index === segments.length - 1
    const at = segment.lastIndexOf("@")
    // An @ at the beginning is somebody's handle.
    const kept = (at > 0 ? segment.slice(at + 1) : segment).replace(/[?#;][^?#;]*=.*$/s, "")
    const isToken = kept === "" || hasToken(kept) || (!isLast && looksRandom(kept))
    return isToken ? [] : [kept]
  })

/** Percent-decodes a segment, unless that would add a slash, a control character or nonsense. */
const decodeSegment = (segment: string): string => {
  try {
    const decoded = decodeURIComponent(segment)
    return /[/\x00-\x1f\x7f]/.test(decoded) ? segment : decoded
  } catch {
    return segment
  }
}
