/**
 * The values of a row with numbers in place of bigints, as far as a number holds them exactly; of the others the nearest number,
 * unless they are to be `exact`. In place: the row belongs to this call alone.
 */
export function plainNumbers(values: unknown[], exact: boolean): unknown[] {
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]
    if (typeof value !== "bigint") continue
    const number = Number(value)
    if (!exact || Number.isSafeInteger(number)) values[index] = number
  }
  return values
}
