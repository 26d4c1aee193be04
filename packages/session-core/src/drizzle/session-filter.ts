import { type SQL, sql } from "drizzle-orm"
import type { SessionFilter } from "../provider/session-filter.ts"
import { labelOf } from "./labels.ts"
import { session } from "./schema.ts"
import type { Given } from "./statement.ts"
import type { Column } from "./table.ts"
import { integer, text } from "./value-type.ts"
import type { VariantOf } from "./variants.ts"

/* A filter as conditions on the row of a session. A title is left to `matchesTerms`: databases differ in what a letter's case is. */

/** Which conditions there are. */
export const filterChoices = {
  author: [false, true],
  dates: [false, true],
  folder: [false, true],
  model: [false, true],
  origin: [false, "given", "none"],
  pinned: [false, "only", "not"],
  tag: [false, true],
} as const

export type FilterVariant = VariantOf<typeof filterChoices>

/** Labels, an author's name and times, of which a statement takes those of its variant. */
export const filterParameters = {
  author: text,
  from: integer,
  to: integer,
  folder: text,
  model: text,
  origin: text,
  teamPin: text,
  ownPin: text,
  teamTag: text,
  ownTag: text,
}

type FilterGiven = Given<typeof filterParameters>

const nothingGiven = {
  ...{ author: "", from: 0, to: Number.MAX_SAFE_INTEGER, folder: "", model: "", origin: "" },
  ...{ teamPin: "", ownPin: "", teamTag: "", ownTag: "" },
}

/** The variant of statements that a filter asks for. */
export const filterVariant = ({
  author,
  from,
  to,
  folder,
  model,
  origin,
  pinned,
  tag,
}: SessionFilter): FilterVariant => ({
  author: author !== undefined,
  dates: from !== undefined || to !== undefined,
  folder: folder !== undefined,
  model: model !== undefined,
  origin: origin === undefined ? false : origin === null ? "none" : "given",
  pinned: pinned === undefined ? false : pinned ? "only" : "not",
  tag: tag !== undefined,
})

/** What its statements are bound to. */
export const filterValues = (filter: SessionFilter): typeof nothingGiven => {
  const { author, from, to, folder, model, origin, pinned, tag, user } = filter
  const team = { pin: labelOf("pin", null), tag: tag === undefined ? "" : labelOf("tag", null, tag) }
  const own =
    user === undefined ? team : { pin: labelOf("pin", user), tag: tag === undefined ? "" : labelOf("tag", user, tag) }
  return {
    ...nothingGiven,
    ...(author === undefined ? {} : { author }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(folder === undefined ? {} : { folder: labelOf("folder", folder) }),
    ...(model === undefined ? {} : { model: labelOf("model", model) }),
    ...(origin == null ? {} : { origin: labelOf("origin", origin) }),
    ...(pinned === undefined ? {} : { teamPin: team.pin, ownPin: own.pin }),
    ...(tag === undefined ? {} : { teamTag: team.tag, ownTag: own.tag }),
  }
}

/**
 * The labels of which each session of a filter has one: those of the field by which fewest are found, as a rule. Without any, a list is
 * read by its own index.
 */
export function leadingLabels(filter: SessionFilter): string[] {
  const { author, folder, model, origin, pinned, tag } = filter
  const { teamPin, ownPin, teamTag, ownTag, ...values } = filterValues(filter)
  if (pinned === true) return [...new Set([teamPin, ownPin])]
  if (tag !== undefined) return [...new Set([teamTag, ownTag])]
  if (folder !== undefined) return [values.folder]
  if (origin != null) return [values.origin]
  if (author !== undefined) return [labelOf("author", author)]
  return model === undefined ? [] : [values.model]
}

const has = (labels: Column<string>, label: SQL): SQL => sql`replace(${labels}, ${label}, '') <> ${labels}`

/** What the row of a session must say, dates aside. */
export function filterConditions(variant: FilterVariant, given: FilterGiven): SQL[] {
  const { authorUser, folderLabels, modelLabels, originLabels, markLabels } = session
  const isPinned = sql`(${has(markLabels, given.teamPin)} or ${has(markLabels, given.ownPin)})`
  return [
    ...(variant.author ? [sql`${authorUser} = ${given.author}`] : []),
    ...(variant.folder ? [has(folderLabels, given.folder)] : []),
    ...(variant.model ? [has(modelLabels, given.model)] : []),
    ...(variant.origin === "given" ? [has(originLabels, given.origin)] : []),
    ...(variant.origin === "none" ? [sql`${originLabels} = ''`] : []),
    ...(variant.pinned === "only" ? [isPinned] : []),
    ...(variant.pinned === "not" ? [sql`not ${isPinned}`] : []),
    ...(variant.tag ? [sql`(${has(markLabels, given.teamTag)} or ${has(markLabels, given.ownTag)})`] : []),
  ]
}

/** What a time must be: when a session last changed, or when a part was first written. */
export const dateConditions = ({ dates }: Pick<FilterVariant, "dates">, given: FilterGiven, time: SQL): SQL[] =>
  dates ? [sql`${time} >= ${given.from} and ${time} < ${given.to}`] : []
