import { fullTitle, type KitCase } from "../cases/kit-case.ts"

/** The invariants of docs/invariants.md, in a word or two. */
const invariants: Readonly<Record<string, string>> = {
  1: "atomic and durable batches",
  2: "revisions and feeds",
  3: "positions",
  4: "conflicts",
  5: "batches sent again",
  6: "totals and counts",
  7: "field updates",
  8: "values, ids and sizes",
  9: "isolation of projects",
  10: "pages",
  11: "deletion and clean-up",
  12: "damaged rows",
  13: "migrations",
  14: "capabilities",
  15: "secrets",
}

/** What a case is about: its invariant by number and name, or its group where it belongs to none. */
export function subjectOf(each: Pick<KitCase, "group" | "title">): string {
  const [, number = ""] = /\binvariant (\d+):/.exec(fullTitle(each)) ?? []
  const name = invariants[number]
  return name === undefined ? each.group : `${number.padStart(2)} ${name}`
}
