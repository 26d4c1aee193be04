import { SessionStorageError } from "../errors/session-storage-error.ts"
import { limits } from "../provider/limits.ts"
import type { SearchFilter } from "../provider/session-filter.ts"
import { checkSearchText } from "./check-query.ts"
import { checkCount, checkId } from "./check-value.ts"

/** Checks what sessions or hits are looked for by. Fails with `invalid_input`, or `too_large`, that names the field. */
export function checkFilter(filter: SearchFilter): void {
  const { author, from, to, folder, model, origin, title, tag, partType, role, titlesOnly } = filter
  const texts = { author, tag, partType, role }
  for (const [name, value] of Object.entries(texts)) {
    if (value !== undefined) checkId(`The filter's ${name}`, value, limits.idBytes)
  }
  if (model !== undefined) checkId("The filter's model", model, limits.pathBytes)
  if (origin != null) checkId("The filter's origin", origin, limits.idBytes)
  if (folder !== undefined) checkId("The filter's folder", folder, limits.pathBytes)
  if (title !== undefined) checkSearchText(title, "The filter's title")
  if (from !== undefined) checkCount("The filter's from", from)
  if (to !== undefined) checkCount("The filter's to", to)
  if (from !== undefined && to !== undefined && from >= to) {
    throw invalid(
      "The filter's from must be before its to.",
      "`from` is the first moment that counts, `to` the first that does not.",
    )
  }
  if (titlesOnly && (partType !== undefined || role !== undefined)) {
    throw invalid("A title has no part type and no role.", "Leave out `titlesOnly`, or what is asked of parts.")
  }
}

const invalid = (message: string, hint: string) => new SessionStorageError("invalid_input", message, { hint })
