/*
 * PostgreSQL's texts hold every character but NUL. What stands for it keeps the order of texts by their bytes, and every text
 * comes back as it was: U+0001 begins a pair, whose second character tells which of the two was there. JSON has neither.
 */

const special = /[\u0000\u0001]/
const allSpecial = /[\u0000\u0001]/g
const pairs = /\u0001([\u0001\u0002])/g

/** A text as the database takes it. */
export const encodeText = (text: string): string =>
  special.test(text)
    ? text.replace(allSpecial, (character) => `\u0001${character === "\0" ? "\u0001" : "\u0002"}`)
    : text

/** A text of the database as it was given. */
export const decodeText = (text: string): string =>
  text.includes("\u0001") ? text.replace(pairs, (_, second: string) => (second === "\u0001" ? "\0" : "\u0001")) : text
