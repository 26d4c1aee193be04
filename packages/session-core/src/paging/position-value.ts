import { limits } from "../provider/limits.ts"

/** What a position may consist of. */
export type CursorValue = string | number

/** Whether something that came with a cursor can be a certain value of a position. */
export type PositionValue<Value> = (value: unknown) => value is Value

/** A time, a revision, a version or any other number that the store counts with: a whole number from 0 to 2^53 - 1. */
export const isPositionCount: PositionValue<number> = (value): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0

/** An id that the store takes; see `checkId`. */
export const isPositionId: PositionValue<string> = (value): value is string => isStoredText(value, limits.idBytes)

/** A file's path that the store takes. */
export const isPositionPath: PositionValue<string> = (value): value is string => isStoredText(value, limits.pathBytes)

/** One of a few numbers. */
export const isPositionOneOf =
  <const Value extends number>(...values: readonly Value[]): PositionValue<Value> =>
  (value): value is Value =>
    values.some((each) => each === value)

const isStoredText = (value: unknown, limit: number): boolean =>
  typeof value === "string" &&
  value !== "" &&
  // Before anything is looked at in it: a UTF-16 unit is at least one byte.
  value.length <= limit &&
  value.isWellFormed() &&
  !/[\u0000-\u001f\u007f]/.test(value) &&
  Buffer.byteLength(value) <= limit
