import { mask } from "./mask.ts"

/*
 * Credentials in front of an @. A password may hold anything, so each of these wants the last @ that may end it. As regular
 * expressions they would look for it from every character, which takes the square of the time: a scan knows it from the start.
 */

/** Masks credentials in addresses, wherever they stand in a text. Takes time in proportion to the text. */
export const maskCredentials = (text: string): string =>
  text.split("\n").map(maskDsn).join("\n").replace(/\S+/g, maskWord)

/** `user:password@tcp(host:3306)`. The password may hold blanks and @ too. */
function maskDsn(line: string): string {
  let at = -1
  for (const { index } of line.matchAll(/@(?=\w*\()/g)) at = index
  const colon = line.indexOf(":")
  return colon < 0 || colon > at ? line : masked(line, nameBefore(line, colon, "/"), at)
}

/** Masks the credentials in a word: text without white space. */
function maskWord(word: string): string {
  // Most have none.
  const at = word.lastIndexOf("@")
  if (at < 0 || !word.includes(":")) return word
  const shown = maskBeforeSlash(word)
  return shown.includes("://") ? maskUrl(shown) : maskBeforeHost(shown)
}

/** `user:password@/database`. */
function maskBeforeSlash(word: string): string {
  const at = word.lastIndexOf("@/")
  const name = at < 0 ? -1 : firstName(word, at, (after) => !word.startsWith("//", after))
  return name < 0 ? word : masked(word, name, at)
}

/** `user:password@host:3306/database`, as somebody may write a DSN by mistake. A slash after the colon is a path. */
function maskBeforeHost(word: string): string {
  const at = lastBefore(word, word.length, (index) => word[index - 1] !== "/" && /[\w.[-]/.test(word[index + 1] ?? ""))
  const name = at < 0 ? -1 : firstName(word, at, (after) => !/[/\\]/.test(word[after] ?? ""))
  return name < 0 ? word : masked(word, name, at)
}

/** `scheme://user:password@host`, `scheme://token@host`. In `file:` URLs and after a slash an @ is a part of a name. */
function maskUrl(word: string): string {
  const last = word.lastIndexOf("@")
  const lastOfHost = lastBefore(word, word.length, (index) => word[index - 1] !== "/")
  for (let colon = word.indexOf("://"); colon >= 0; colon = word.indexOf("://", colon + 1)) {
    let start = colon
    while (start > 0 && /[a-z0-9+.-]/i.test(word[start - 1] ?? "")) start -= 1
    const scheme = word.slice(start, colon).toLowerCase()
    const begin = colon + 3
    if (scheme === "" || scheme === "file") continue
    // After a user's name with its colon, any @ may end the password.
    const at = /^[^/?#@:]*:/.test(word.slice(begin, last)) ? last : lastOfHost
    if (at > begin) return masked(word, begin, at)
    if (last < begin) break
  }
  return word
}

const masked = (text: string, start: number, at: number): string => `${text.slice(0, start)}${mask}${text.slice(at)}`

/** The last @ before an index that fits; -1 when there is none. */
function lastBefore(word: string, end: number, fits: (index: number) => boolean): number {
  let at = word.lastIndexOf("@", end)
  while (at >= 0 && !fits(at)) at = at === 0 ? -1 : word.lastIndexOf("@", at - 1)
  return at
}

/** Where the first name that ends in a colon begins; `fits` is told the index after the colon. -1 when there is none. */
function firstName(word: string, end: number, fits: (after: number) => boolean): number {
  for (let colon = word.indexOf(":"); colon >= 0 && colon < end; colon = word.indexOf(":", colon + 1)) {
    const start = nameBefore(word, colon)
    if (start < colon && fits(colon + 1)) return start
  }
  return -1
}

/** Where the name before a colon begins. Names do not go beyond quotes, brackets and the like; those in a path have slashes. */
function nameBefore(text: string, colon: number, also = ""): number {
  let start = colon
  while (start > 0 && isOfName(text[start - 1] ?? "", also)) start -= 1
  return start
}

const isOfName = (character: string, also: string): boolean => character === also || !/[\s:"'`(=/]/.test(character)
