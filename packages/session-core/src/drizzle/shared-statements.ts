import * as apply from "./apply.ts"
import * as changes from "./changes.ts"
import { chosenRowsOf } from "./chosen-rows.ts"
import type { SqlDialect } from "./dialect.ts"
import * as feed from "./feed.ts"
import * as feedPage from "./feed-page.ts"
import * as file from "./file.ts"
import * as filteredSessionPage from "./filtered-session-page.ts"
import * as hotSessions from "./hot-sessions.ts"
import * as message from "./message.ts"
import * as messagePage from "./message-page.ts"
import * as part from "./part.ts"
import * as partPage from "./part-page.ts"
import * as projects from "./projects.ts"
import * as prune from "./prune.ts"
import * as receipt from "./receipt.ts"
import * as rowByKey from "./row-by-key.ts"
import * as session from "./session.ts"
import * as sessionLabel from "./session-label.ts"
import * as sessionPage from "./session-page.ts"
import * as sessionPrefix from "./session-prefix.ts"
import * as sessionScope from "./session-scope.ts"
import type { StatementDefinition } from "./statement.ts"
import * as statistics from "./statistics.ts"
import * as subtree from "./subtree.ts"
import * as tombstone from "./tombstone.ts"

/** All that the shared queries run on a dialect, with a name each: for a test that reviews or explains them. */
export function sharedStatements(dialect: SqlDialect): [name: string, StatementDefinition][] {
  const { record, keep, recordKept, keptRevision, ...receipts } = receipt
  const { keepSubtree, ...subtrees } = subtree
  const { keepOldest, claimOldest, ...hot } = hotSessions
  const locks = chosenRowsOf(dialect).keep !== undefined
  const own = dialect.revisionVariable === undefined ? { record } : { keep, recordKept, keptRevision }
  const subjects = {
    receipt: { ...own, ...receipts },
    session,
    subtree: { ...(locks && { keepSubtree }), ...subtrees },
    message,
    part,
    file,
    tombstone,
    feed,
    hotSessions: { ...(locks ? { keepOldest } : { claimOldest }), ...hot },
    sessionLabel,
    apply,
    prune,
    sessionScope,
    sessionPage,
    filteredSessionPage: { lookedAtSessions: filteredSessionPage.lookedAtSessions },
    sessionPrefix,
    messagePage,
    partPage,
    rowByKey,
    changes,
    feedPage,
    projects,
    statistics,
  }
  return Object.entries(subjects).flatMap(([name, exported]) => [...namedStatements(name, exported)])
}

/** The statements in a value: in itself, its properties, and the variants that it has. */
export function* namedStatements(name: string, value: unknown): Generator<[name: string, StatementDefinition]> {
  if (isDefinition(value)) yield [name, value]
  else if (hasVariants(value)) {
    for (const variant of sampled([...value.all()])) {
      yield* namedStatements(`${name} (${describeVariant(variant)})`, value(variant))
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) yield* namedStatements(`${name}.${key}`, each)
  }
}

type Variant = Readonly<Record<string, unknown>>

function describeVariant(variant: Variant): string {
  const chosen = Object.entries(variant).filter(([, choice]) => choice !== false)
  return chosen.map(([name, choice]) => (choice === true ? name : `${name}: ${choice}`)).join(", ")
}

/** More variants than a reader would look at. */
const many = 64

/** All variants, or the first, those with one other choice, and the last. */
function sampled(all: Variant[]): Variant[] {
  const [first] = all
  if (first === undefined || all.length <= many) return all
  const differences = (variant: Variant) => Object.keys(first).filter((name) => variant[name] !== first[name]).length
  return all.filter((variant, index) => differences(variant) <= 1 || index === all.length - 1)
}

const isDefinition = (value: unknown): value is StatementDefinition =>
  typeof value === "object" && value !== null && "render" in value && "bind" in value

const hasVariants = (value: unknown): value is ((variant: Variant) => unknown) & { all(): Iterable<Variant> } =>
  typeof value === "function" && "all" in value
