/** Control characters, invisible marks and half characters, which a provider's errors and the samples of the tests have. */
const harmful = /[^\P{Cc}\n]|\p{Cf}|\p{Surrogate}|[\u2028\u2029]/gu

/** Text that can do a terminal no harm. Lines stay lines. */
export const printable = (text: string): string =>
  text.replace(harmful, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
