import type { Destination } from "./resolve-destination.ts"
import type { WriteOptions } from "./write-options.ts"
import { writeThrough } from "./write-through.ts"
import { writeWholeFile } from "./write-whole-file.ts"

/** Writes to what `resolveDestination` found. Returns the bytes. */
export const writeToDestination = (
  destination: Exclude<Destination, { kind: "standard-output" }>,
  pieces: AsyncIterable<string>,
  options: WriteOptions,
): Promise<number> =>
  destination.kind === "file"
    ? writeWholeFile(destination.path, pieces, options)
    : writeThrough(destination, pieces, options)
