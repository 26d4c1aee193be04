/** A line on the left, on the right, or the same on both. */
export interface DiffRow {
  kind: "same" | "removed" | "added" | "changed" | "skipped"
  left: { number: number; text: string } | null
  right: { number: number; text: string } | null
}

/** Puts lines side by side: those that went beside those that came in their place. */
export class DiffRows {
  readonly #rows: DiffRow[] = []
  #left = 0
  #right = 0
  #removed: string[] = []
  #added: string[] = []

  keep(text: string): void {
    this.#pair()
    this.#rows.push({ kind: "same", left: { number: ++this.#left, text }, right: { number: ++this.#right, text } })
  }

  remove(text: string): void {
    if (this.#added.length > 0) this.#pair()
    this.#removed.push(text)
  }

  add(text: string): void {
    this.#added.push(text)
  }

  /** Goes on at these lines, with a mark for what lies between. */
  skipTo(left: number, right: number): void {
    this.#pair()
    if (left > this.#left + 1 || right > this.#right + 1) this.#rows.push({ kind: "skipped", left: null, right: null })
    this.#left = left - 1
    this.#right = right - 1
  }

  end(): DiffRow[] {
    this.#pair()
    return this.#rows
  }

  #pair(): void {
    for (let index = 0; index < Math.max(this.#removed.length, this.#added.length); index += 1) {
      const [old, fresh] = [this.#removed[index], this.#added[index]]
      this.#rows.push({
        kind: old === undefined ? "added" : fresh === undefined ? "removed" : "changed",
        left: old === undefined ? null : { number: ++this.#left, text: old },
        right: fresh === undefined ? null : { number: ++this.#right, text: fresh },
      })
    }
    this.#removed = []
    this.#added = []
  }
}

/** How many lines went and came. */
export function diffCounts(rows: readonly DiffRow[]): { added: number; removed: number } {
  const counted = rows.filter(({ kind }) => kind !== "same" && kind !== "skipped")
  return {
    added: counted.filter(({ right }) => right !== null).length,
    removed: counted.filter(({ left }) => left !== null).length,
  }
}
