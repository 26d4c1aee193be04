import type { SearchPage, SearchQuery } from "../provider/queries.ts"
import type { BoundStatement } from "./statement.ts"

/** How a dialect finds text. */
export interface SqlSearch {
  /** Makes a part's text findable after the part was put, or makes it forgotten when there is none. */
  putPart(key: { sessionId: string; messageId: string; partId: string; text: string }): BoundStatement[]
  /** Makes a session's title findable after the session was created or put, where the tables do not see to that themselves. */
  putSession?(sessionId: string): BoundStatement[]
  /**
   * Finds text, as `SessionProvider.search` does.
   *
   * Easily missed: a LIKE pattern has an escape character, and a string literal may have another. Both are escaped, once each.
   *
   * Kit: `search`, `escaping`.
   */
  find(query: SearchQuery): Promise<SearchPage>
}
