/** Numbers that look random and are the same at each run (mulberry32). */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to, and without, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }

  /** A whole number from `from` up to, and without, `to`. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from))
  }

  pick<Item>(items: readonly Item[]): Item {
    return this.#at(items, this.next())
  }

  /** The first ones far more often than the last ones, as words in a text. */
  pickWord(words: readonly string[]): string {
    return this.#at(words, this.next() ** 2.5)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  hexadecimal(length: number): string {
    return Array.from({ length }, () => this.integer(0, 16).toString(16)).join("")
  }

  #at<Item>(items: readonly Item[], place: number): Item {
    // The place is less than 1, and no list here is empty.
    return items[Math.floor(place * items.length)] as Item
  }
}
