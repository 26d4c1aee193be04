const fetched = " (fetch)"

/** Reads what `git remote -v` prints: the URL that each remote is fetched from, `insteadOf` applied. */
export const parseRemotes = (output: string): Map<string, string> => {
  const remotes = new Map<string, string>()
  for (const line of output.split("\n")) {
    const tab = line.indexOf("\t")
    const rest = line.slice(tab + 1)
    // A partial clone has its filter in brackets at the end. A remote without a URL has no `(fetch)`.
    const filter = rest.endsWith("]") ? rest.lastIndexOf(" [") : -1
    const address = filter < 0 ? rest : rest.slice(0, filter)
    if (tab > 0 && address.endsWith(fetched)) remotes.set(line.slice(0, tab), address.slice(0, -fetched.length))
  }
  return remotes
}
