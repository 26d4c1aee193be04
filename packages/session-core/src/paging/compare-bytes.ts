/** Texts in the order of their bytes in UTF-8, in which every database has our ids. */
export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}
