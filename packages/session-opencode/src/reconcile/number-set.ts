/** Whole numbers from 0 on, a bit for each up to the largest. */
export class NumberSet {
  #bits = new Uint8Array(1024)

  add(number: number): void {
    const byte = Math.floor(number / 8)
    if (byte >= this.#bits.length) {
      const larger = new Uint8Array(Math.max(byte + 1, 2 * this.#bits.length))
      larger.set(this.#bits)
      this.#bits = larger
    }
    this.#bits[byte] = (this.#bits[byte] ?? 0) | (1 << (number % 8))
  }

  has(number: number): boolean {
    return ((this.#bits[Math.floor(number / 8)] ?? 0) & (1 << (number % 8))) !== 0
  }
}
