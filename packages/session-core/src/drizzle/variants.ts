type Choices = Readonly<Record<string, readonly (string | boolean)[]>>

/** One choice of each kind. */
export type VariantOf<Offered extends Choices> = { readonly [Name in keyof Offered]: Offered[Name][number] }

/** A value in the forms that choices make of it, each built at its first use and kept. */
export interface Variants<Offered extends Choices, Value> {
  /** The value of a variant. */
  (variant: VariantOf<Offered>): Value
  /** All there are. */
  readonly all: () => Generator<VariantOf<Offered>>
}

/**
 * Statements of one kind that differ in what is asked for, so that each has the index that is made for it.
 *
 * @example
 * const page = variants({ scope: ["project", "all"], after: [false, true] }, ({ scope, after }) => statement(…))
 * page({ scope: "all", after: false })
 */
export function variants<const Offered extends Choices, Value>(
  choices: Offered,
  build: (variant: VariantOf<Offered>) => Value,
): Variants<Offered, Value> {
  const names: (keyof Offered)[] = Object.keys(choices)
  const built = new Map<number, Value>()
  const find = (variant: VariantOf<Offered>): Value => {
    let position = 0
    for (const name of names) {
      const offered: readonly (string | boolean)[] = choices[name] ?? []
      position = position * offered.length + offered.indexOf(variant[name])
    }
    let value = built.get(position)
    if (value === undefined) {
      value = build(variant)
      built.set(position, value)
    }
    return value
  }
  return Object.assign(find, { all: () => combinations(choices, names) })
}

function* combinations<Offered extends Choices>(
  choices: Offered,
  [name, ...others]: (keyof Offered)[],
  chosen: Partial<VariantOf<Offered>> = {},
): Generator<VariantOf<Offered>> {
  if (name === undefined) {
    // One of each has been chosen.
    yield chosen as VariantOf<Offered>
    return
  }
  for (const choice of choices[name] ?? []) yield* combinations(choices, others, { ...chosen, [name]: choice })
}
