import { signal } from "@preact/signals"
import { problemText } from "../api/problem.ts"
import { search } from "../api/routes.ts"
import type { SearchHit } from "../api/types.ts"
import { chosenProject } from "./route.ts"

interface SearchResult {
  text: string
  hits: readonly SearchHit[]
  nextCursor: string | null
}

/** What is searched for; empty when nothing is. */
export const searchText = signal("")
/** What was found last; null before the first response. */
export const searchResult = signal<SearchResult | null>(null)
export const searchProblem = signal<string | null>(null)
export const searching = signal(false)

/** A short rest after a key, so that a word is one question. */
const restMilliseconds = 150

let timer: ReturnType<typeof setTimeout> | undefined
let running: AbortController | undefined

export function searchFor(text: string): void {
  searchText.value = text
  clearTimeout(timer)
  running?.abort()
  searchProblem.value = null
  searching.value = text.trim() !== ""
  if (searching.value) timer = setTimeout(() => void ask(text, null), restMilliseconds)
  else searchResult.value = null
}

// The same question in another project.
chosenProject.subscribe(() => {
  searchResult.value = null
  searchFor(searchText.peek())
})

export async function findMore(): Promise<void> {
  const found = searchResult.value
  if (found?.nextCursor && !searching.value) await ask(found.text, found.nextCursor)
}

async function ask(text: string, cursor: string | null): Promise<void> {
  running = new AbortController()
  const { signal: aborted } = running
  searching.value = true
  try {
    const { hits, nextCursor } = await search(chosenProject.peek(), text, cursor, aborted)
    const before = cursor === null ? [] : (searchResult.value?.hits ?? [])
    searchResult.value = { text, hits: [...before, ...hits], nextCursor }
  } catch (problem) {
    if (aborted.aborted) return
    searchProblem.value = problemText(problem)
    searchResult.value = null
  }
  if (!aborted.aborted) searching.value = false
}
