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
  return isUrl(text) || isDsn(text) || mayHoldPassword(text) || namesPassword(text)
}

/** `user:password@tcp(host)/database`, `unix(/run/my.sock)/database`, and the same cut off. */
const isDsn = (text: string): boolean => /(?:^|@)(?:tcp[46]?|unix|pipe)?\(/i.test(text)

/** `scheme://…`, or `//user@host/database` without it. A scheme has two letters at least: one is a Windows drive. */
const isUrl = (text: string): boolean => /^[^/\\]{2,}:\/\//.test(text) || /^\/\/[^/\\]*@/.test(text)

/** `user:password@…`, also after other steps, as in `mysql//user:password@host`: a colon, and an @ after it. */
const mayHoldPassword = (text: string): boolean => {
  const isPath = /^(?:[.]{0,2}|~|[a-z]:)[/\\]/i.test(text)
  const colon = text.indexOf(":")
  return !isPath && colon >= 0 && text.includes("@", colon)
}

/** `server=db;uid=me;pwd=hunter2`, `host=db password=hunter2`; not a sentence with a password in it. */
const namesPassword = (text: string): boolean =>
  /(?:^|[;&?,])\s*(?:pwd|passwd|password)\s*=/i.test(text) ||
  (/^[^\s=]+=/.test(text) && /\s(?:pwd|passwd|password)\s*=/i.test(text))
