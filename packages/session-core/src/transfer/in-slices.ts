import { slicesOf } from "../model/text-slices.ts"

/**
 * The same text in pieces of bounded length, such as for a stream that turns each into bytes: a line of 16 MiB would be copied as
 * a whole, and then once more for each reader in between.
 */
export async function* inSlices(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const piece of pieces) yield* slicesOf(piece)
}
