import type { DsnParameterReading } from "./parameters.ts"

/** Session variables that a connection of ours sets itself, and why. */
const ours: Readonly<Record<string, string>> = {
  sql_mode: "how values are quoted depends on it",
  autocommit: "transactions depend on it",
  transaction_isolation: "which writers see each other depends on it",
  tx_isolation: "which writers see each other depends on it",
  foreign_key_checks: "a part must have its message",
  unique_checks: "a batch that is sent twice is known by it",
  sql_auto_is_null: "it changes what a comparison means",
  sql_select_limit: "pages have their own limits",
  character_set_client: "text is UTF-8",
  character_set_connection: "text is UTF-8",
  character_set_results: "text is UTF-8",
  collation_connection: "the schema has its own order of characters",
}

/** Read by the application only as numbers. */
const meaningless = ["time_zone"]

/** Whether it is one that cannot be set. */
export const isOwnVariable = (name: string): boolean => Object.hasOwn(ours, name)

/** A session variable with its value as it stands in SQL: a number, a word or a text in single quotes. */
export function sessionVariable(name: string, value: string): DsnParameterReading {
  if (!/^(?:(?:@@)?session\.)?[a-z][a-z0-9_]*$/i.test(name)) {
    return { refused: "is no name of a session variable", hint: "Check for a ? or & that belongs to the password." }
  }
  const variable = name.toLowerCase().replace(/^(?:@@)?session\./, "")
  if (meaningless.includes(variable)) return { settings: {} }
  const reason = Object.hasOwn(ours, variable) ? ours[variable] : undefined
  if (reason !== undefined) {
    return { refused: `cannot be set: ${reason}`, hint: "Leave it out: each connection sets it as it must be." }
  }
  // Anything else could be a statement of its own.
  if (!/^(?:-?\d+(?:\.\d+)?|\w+|'[^'\\]*')$/.test(value)) {
    return {
      refused: "has a value that is neither a number, nor a word, nor a text in single quotes",
      hint: "Percent-encode quotes: %27BEFORE%27.",
    }
  }
  return { settings: { variables: { [variable]: value } } }
}
