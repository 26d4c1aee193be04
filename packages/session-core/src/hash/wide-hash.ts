const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz-"
/** Characters of a digest. */
export const wideHashLength = 9

/**
 * 53 bits of a text's UTF-16 units, as characters of an alphabet of 64: two texts of a database's have the same by chance in one of
 * millions of databases. Not against forgery, and without the cryptographic functions, whose loading costs every start.
 */
export function wideHash(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    high = Math.imul(high ^ unit, 0x9e3779b1)
    low = Math.imul(low ^ unit, 0x5f356495)
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35)
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35)
  let rest = (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0)
  let digest = ""
  for (let place = 0; place < wideHashLength; place += 1) {
    digest += alphabet[rest % 64]
    rest = Math.floor(rest / 64)
  }
  return digest
}
