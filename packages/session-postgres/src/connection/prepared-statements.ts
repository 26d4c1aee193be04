import { createHash } from "node:crypto"
import type { RenderedStatement } from "@opencode/session-core/drizzle"
import { isPlain } from "./plain-statement.ts"
import type { ResultColumn } from "./result-column.ts"

/** How many statements a connection keeps on the server: all of the shared ones, and some of searches. */
const mostPrepared = 300

/** A statement on one connection. */
export interface PreparedStatement {
  /** By which the server knows it; empty for one that it forgets. */
  readonly name: string
  /** Whether the server has it. */
  isParsed: boolean
  /** Of its rows; undefined until the server has said. */
  columns: readonly ResultColumn[] | undefined
}

const names = new WeakMap<RenderedStatement, string>()

/** Of its text: a pooler may give a connection on which others have prepared theirs, and the same name must never be another statement. */
function nameOf(statement: RenderedStatement): string {
  let name = names.get(statement)
  if (name === undefined) {
    name = `opencode_${createHash("sha256").update(statement.sql).digest("hex").slice(0, 32)}`
    names.set(statement, name)
  }
  return name
}

/** The statements that a connection has prepared: the server plans them once. */
export class PreparedStatements {
  /** By their names: two statements may have the same text. */
  readonly #known = new Map<string, PreparedStatement>()
  readonly #named: boolean

  /** @param named - whether the server keeps statements for this connection. */
  constructor(named: boolean) {
    this.#named = named
  }

  find(statement: RenderedStatement): PreparedStatement {
    if (isPlain(statement)) return { name: "", isParsed: false, columns: undefined }
    const name = nameOf(statement)
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const isKept = this.#named && this.#known.size < mostPrepared
    const found = { name: isKept ? name : "", isParsed: false, columns: undefined }
    if (isKept) this.#known.set(name, found)
    return found
  }
}
