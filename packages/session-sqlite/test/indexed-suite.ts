import type { SessionProvider } from "@opencode/session-core/provider"
import type { ProviderSuite } from "@opencode/session-testkit"
import { indexFile } from "./index-file.ts"
import suite from "./sqlite-suite.ts"

/*
 * The suite in which texts are indexed soon, since a test's few texts would wait until it closes its store: before every search,
 * or, with INDEXING=between-writes, after every other write, so that some of what a search finds is indexed, some has changed
 * since, and some is new.
 */

const indexed = (provider: SessionProvider): SessionProvider => {
  let writes = 0
  const { apply, search } = provider
  if (process.env.INDEXING === "between-writes") {
    return {
      ...provider,
      async apply(batch) {
        const result = await apply(batch)
        writes += 1
        if (writes % 2 === 1) await indexFile(provider.location)
        return result
      },
    }
  }
  return {
    ...provider,
    async search(query) {
      await indexFile(provider.location)
      return search(query)
    },
  }
}

const opened = async (create: ProviderSuite["create"]) => {
  const store = await create()
  return { ...store, provider: indexed(store.provider) }
}

export default {
  ...suite,
  create: () => opened(suite.create),
  createMigrated: () => opened(suite.createMigrated),
} satisfies ProviderSuite
