import { format } from "node:util"
import type { CaseContext, KitCase } from "./kit-case.ts"

/*
 * `describe` and `it` as in a test runner. They only collect the cases, so that Vitest, the command and the tests of the kit
 * itself run the same ones.
 */

type Body = (test: CaseContext) => Promise<void>

const defaultTimeout = 60_000

/** What all cases of a group have in common. */
interface Group {
  group: string
  skipped?: string | undefined
  /** How long each case may take, milliseconds. */
  timeout: number
}

let collecting: (Group & { cases: KitCase[] }) | undefined

/** The cases that a function describes. */
export function collectCases(describeAll: () => void): KitCase[] {
  const cases: KitCase[] = []
  collecting = { cases, group: "", timeout: defaultTimeout }
  try {
    describeAll()
  } finally {
    collecting = undefined
  }
  return cases
}

/** A group of cases. Groups do not stand within groups. */
export function describe(group: string, body: () => void, { timeout = defaultTimeout } = {}): void {
  collect({ group, skipped: undefined, timeout }, body)
}

/** Describes a group of which no case is run when the condition holds, for the given reason. */
describe.skipIf =
  (condition: boolean, reason: string) =>
  (group: string, body: () => void): void =>
    collect({ group, skipped: condition ? reason : undefined, timeout: defaultTimeout }, body)

function collect(about: Group, body: () => void): void {
  if (collecting === undefined) throw new Error("`describe` is called outside of `collectCases`.")
  Object.assign(collecting, about)
  body()
}

function add(title: string, body: Body, options: { timeout?: number; skipped?: string } = {}): void {
  if (collecting === undefined) throw new Error("`it` is called outside of `collectCases`.")
  const { cases, group, timeout, skipped } = collecting
  cases.push({ group, title, timeout, ...(skipped !== undefined && { skipped }), ...options, body })
}

export function it(title: string, body: Body, options?: { timeout: number }): void {
  add(title, body, options)
}

/** Describes a case that is not run when the condition holds, for the given reason. */
it.skipIf =
  (condition: boolean, reason: string) =>
  (title: string, body: Body): void =>
    add(title, body, condition ? { skipped: reason } : {})

/** Describes a case for each row. The placeholders of the title (`%s`, `%i`, `%j`) are filled with the row's first values. */
it.each =
  <const Row>(rows: readonly Row[]) =>
  (title: string, body: (test: CaseContext, ...values: Values<Row>) => Promise<void>): void => {
    const placeholders = title.match(/%[sij]/g)?.length ?? 0
    for (const row of rows) {
      // What `Values` says of a row.
      const values = (Array.isArray(row) ? row : [row]) as Values<Row>
      add(format(title, ...values.slice(0, placeholders)), (test) => body(test, ...values))
    }
  }

/** A row of several values is spread; any other is one value. */
type Values<Row> = Row extends readonly unknown[] ? [...Row] : [Row]
