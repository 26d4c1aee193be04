import { type ApplyOptions, applyChanges, type StoreContext } from "../access/store-context.ts"
import { type AbortOptions, untilAborted } from "../access/until-aborted.ts"
import { noteOutcome } from "../errors/note-outcome.ts"
import { SessionStorageError } from "../errors/session-storage-error.ts"
import type { FileVersion } from "../model/file-version.ts"
import { limits } from "../provider/limits.ts"
import type { FilePage } from "../provider/queries.ts"
import { checkBytes, checkLimit, checkSessionId } from "../validation/check-query.ts"
import { defaultPageSize, iteratePages } from "./pages.ts"

/** Which file versions a page has. */
export interface ListFilesOptions extends AbortOptions {
  /** Only this file's versions. */
  path?: string | undefined
  /** 50 by default, at most 1000. */
  limit?: number | undefined
  /** Bytes of content after which the page ends, 8 MiB by default. There is always at least one version. */
  bytes?: number | undefined
  /** Where the page before ended: its `nextCursor`, as it is. The first page without one, and with null. */
  cursor?: string | null | undefined
}

/** Which of all file versions to read. */
export type AllFilesOptions = Pick<ListFilesOptions, "path" | "signal">

/** The versions of files that a session's agent wrote. */
export class FileCollection {
  readonly #context: StoreContext

  constructor(context: StoreContext) {
    this.#context = context
  }

  /**
   * Writes the next version of a file. `path` is relative to the project's top folder. With a `batchId` it may be sent again:
   * it is written once, and the version of the first sending is returned.
   */
  async write(sessionId: string, path: string, content: string, options: ApplyOptions = {}): Promise<FileVersion> {
    const createdAt = options.at ?? Date.now()
    const change = { type: "file.put" as const, file: { path, content, createdAt } }
    const { revision } = await applyChanges(this.#context, sessionId, [change], { ...options, at: createdAt })
    try {
      return await this.#versionAt(sessionId, path, revision)
    } catch (error) {
      // It is written.
      noteOutcome(error, "unknown")
      throw error
    }
  }

  /** By its revision: reading the path's versions would take longer with each of them. */
  async #versionAt(sessionId: string, path: string, revision: number): Promise<FileVersion> {
    const query = { scope: this.#context.scope, sessionId, since: revision - 1, limit: 1 }
    const page = await this.#context.provider.call("changes", (provider) => provider.changes(query), { sessionId })
    const [entry] = page.changes
    if (entry?.type === "file" && entry.revision === revision) return entry.file
    throw new SessionStorageError(
      "not_found",
      `The version of ${path} that was written is not in the session any more.`,
    )
  }

  /** A page of file versions, by path and version. Fails with `not_found` when the session is not here. */
  async list(sessionId: string, options: ListFilesOptions = {}): Promise<FilePage> {
    checkSessionId(sessionId)
    const { limit = defaultPageSize, bytes = limits.pageBytes } = options
    checkLimit(limit)
    checkBytes(bytes)
    const { path, cursor } = options
    const query = {
      scope: this.#context.scope,
      sessionId,
      limit,
      bytes,
      ...(path === undefined ? {} : { path }),
      ...(cursor == null ? {} : { cursor }),
    }
    return untilAborted(options.signal, () =>
      this.#context.provider.call("listFiles", (provider) => provider.listFiles(query), { sessionId }),
    )
  }

  /** All file versions of a session, page by page. */
  all(sessionId: string, options: AllFilesOptions = {}): AsyncGenerator<FileVersion, void, undefined> {
    return iteratePages(options.signal, async (cursor, limit) => {
      const page = await this.list(sessionId, { ...options, limit, cursor })
      return { items: page.files, nextCursor: page.nextCursor }
    })
  }

  /** Removes one version of a file. The others keep their numbers. */
  async remove(sessionId: string, path: string, version: number, options?: ApplyOptions): Promise<void> {
    await applyChanges(this.#context, sessionId, [{ type: "file.remove", path, version }], options)
  }
}
