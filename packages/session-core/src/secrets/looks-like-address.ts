/**
 * Whether a text that is to be a path is rather the address of a server: a URL, a DSN, or a mistyped one of these. Such a text
 * may hold a password: it must neither become a file's name nor stand in an error.
 *
 * @example
 * ```ts
 * looksLikeAddress("mysql://me:hunter2@db/app") // true
 * looksLikeAddress("me:hunter2@127.0.0.1:3306/app") // true
 * looksLikeAddress("backups/me@home.db") // false
 * ```
 */
export const looksLikeAddress = (written: string): boolean => {
  const text = written.trimStart()
  return isUrl(text) || isDsn(text) || mayHoldPassword(text)
}

/** `user:password@tcp(host)/database`, `unix(/run/my.sock)/database`, and the same cut off. */
const isDsn = (text: string): boolean => /(?:^|@)(?:tcp[46]?|unix|pipe)?\(/i.test(text)

/** `scheme://…`, or `//user@host/database` without it. A scheme has two letters at least: one is a Windows drive. */
const isUrl = (text: string): boolean => /^[^/\\]{2,}:\/\//.test(text) || /^\/\/[^/\\]*@/.test(text)

/** `user:password@…`: a colon in the first step of a path, and an @ after it. */
const mayHoldPassword = (text: string): boolean => {
  const [first = ""] = text.split(/[/\\]/, 1)
  const colon = first.indexOf(":")
  const isDrive = colon === 1 && /^[a-z]:[/\\]/i.test(text)
  return colon >= 0 && !isDrive && text.includes("@", colon)
}
