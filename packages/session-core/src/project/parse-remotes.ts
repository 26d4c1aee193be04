/** Reads what `git remote -v` prints: the URL that each remote is fetched from, `insteadOf` applied. */
export const parseRemotes = (output: string): Map<string, string> => {
  const remotes = new Map<string, string>()
  for (const line of output.split("\n")) {
    // A partial clone has its filter in brackets at the end. A remote without a URL has no `(fetch)`.
    const match = /^([^\t]+)\t(.*) \(fetch\)(?: \[[^\]]*\])?$/.exec(line)
    if (match?.[1] !== undefined && match[2] !== undefined) remotes.set(match[1], match[2])
  }
  return remotes
}
