import type { StoredPart, StoredParts } from "./stored-session.ts"
import { TextList } from "./text-list.ts"

/** Rows of a block: a table grows by these, and nothing is copied. */
const blockRows = 4096
const digestBytes = 32
const numbersPerRow = 3

/**
 * The parts that a store has of a session, about a hundred bytes each: as objects in maps they are three times as large, and a
 * session may have a million.
 */
export class PartTable {
  readonly #ids = new TextList()
  readonly #digests: Buffer[] = []
  readonly #numbers: Float64Array[] = []
  #start = 0

  /** Adds a part of the message that is being read. */
  add(id: string, { digest, createdAt, updatedAt, revision }: StoredPart): void {
    const at = this.#ids.length % blockRows
    this.#ids.push(id)
    if (at === 0) {
      this.#digests.push(Buffer.alloc(blockRows * digestBytes))
      this.#numbers.push(new Float64Array(blockRows * numbersPerRow))
    }
    this.#digests.at(-1)?.write(digest, at * digestBytes, "base64")
    this.#numbers.at(-1)?.set([createdAt, updatedAt, revision], at * numbersPerRow)
  }

  /** Ends a message: the parts that were added since the one before. */
  endMessage(): StoredParts {
    const ids = this.#ids
    const start = this.#start
    const end = ids.length
    this.#start = end
    const partAt = (row: number): StoredPart => this.#partAt(row)
    let order: Uint32Array | null = null
    return {
      get(id) {
        order ??= orderById(ids, start, end)
        const row = find(ids, order, id)
        return row === undefined ? undefined : partAt(row)
      },
      *[Symbol.iterator]() {
        for (let row = start; row < end; row += 1) yield [ids.at(row), partAt(row)]
      },
    }
  }

  #partAt(row: number): StoredPart {
    const block = Math.floor(row / blockRows)
    const digestAt = (row % blockRows) * digestBytes
    const numbersAt = (row % blockRows) * numbersPerRow
    const [createdAt = 0, updatedAt = 0, revision = 0] =
      this.#numbers[block]?.subarray(numbersAt, numbersAt + numbersPerRow) ?? []
    const digest = this.#digests[block]?.toString("base64", digestAt, digestAt + digestBytes) ?? ""
    return { digest, createdAt, updatedAt, revision }
  }
}

/** The rows from `start` to `end` by their ids, which mostly ascend as they are. */
function orderById(ids: TextList, start: number, end: number): Uint32Array {
  const rows = Uint32Array.from({ length: end - start }, (_, index) => start + index)
  for (let row = start + 1; row < end; row += 1) {
    if (ids.compare(row - 1, row) > 0) return rows.sort((left, right) => ids.compare(left, right))
  }
  return rows
}

function find(ids: TextList, order: Uint32Array, id: string): number | undefined {
  const bytes = Buffer.from(id)
  let low = 0
  let high = order.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const row = order[middle] ?? 0
    const difference = ids.compareTo(row, bytes)
    if (difference === 0) return row
    if (difference < 0) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
