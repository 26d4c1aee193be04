import type { SearchHit } from "../api/types.ts"
import { shortTime } from "../content/format.ts"
import { followLink, sessionPath } from "../state/route.ts"
import { findMore, searching, searchProblem, searchResult } from "../state/search.ts"
import { OriginBadge } from "./origin-badge.tsx"
import { StateMessage } from "./state-message.tsx"

/** What was found, with the hits marked. */
export function SearchResults() {
  const found = searchResult.value
  if (searchProblem.value !== null) {
    return (
      <StateMessage title="The search failed">
        <p>{searchProblem.value}</p>
      </StateMessage>
    )
  }
  if (found === null) return <StateMessage title="Searching…" />
  if (found.hits.length === 0 && !searching.value) {
    return (
      <StateMessage title="Nothing was found">
        <p>Each word has to occur, in a title, a message or a tool call.</p>
      </StateMessage>
    )
  }
  return (
    <>
      <p class="visually-hidden" role="status">
        {found.hits.length} found
      </p>
      <ul class="hit-list">
        {found.hits.map((hit, index) => (
          <Hit key={index} hit={hit} />
        ))}
      </ul>
      {found.nextCursor !== null && (
        <button type="button" class="text-button more" onClick={() => void findMore()}>
          Show more
        </button>
      )}
    </>
  )
}

function Hit({ hit }: { hit: SearchHit }) {
  return (
    <li>
      <a class="hit" href={sessionPath(hit.session.id, hit.messageId)} onClick={followLink}>
        <span class="hit-session">
          <span class="hit-title">{hit.session.title}</span>
          <span>{hit.partType ?? "title"}</span>
          <OriginBadge origin={hit.session.origin} />
          <time dateTime={new Date(hit.session.updatedAt).toISOString()}>{shortTime(hit.session.updatedAt)}</time>
        </span>
        <span class="hit-snippet">{markedPieces(hit)}</span>
      </a>
    </li>
  )
}

function markedPieces({ snippet, matches }: SearchHit) {
  let end = 0
  const pieces = matches.flatMap(([start, stop]) => {
    const before = snippet.slice(end, start)
    end = stop
    return [before, <mark key={start}>{snippet.slice(start, stop)}</mark>]
  })
  return [...pieces, snippet.slice(end)]
}
