import { sessionVariables } from "../../settings/session-variables.ts"
import type { DsnParameterReading } from "./parameters.ts"

/** Read by the application only as numbers. */
const meaningless = ["time_zone"]

/** Whether it is one that each connection sets itself. */
export const isOwnVariable = (name: string): boolean => Object.hasOwn(sessionVariables, name)

/** A session variable with its value as it stands in SQL: a number, a word or a text in single quotes. */
export function sessionVariable(name: string, value: string): DsnParameterReading {
  if (!/^(?:(?:@@)?session\.)?[a-z][a-z0-9_]*$/i.test(name)) {
    return { refused: "is no name of a session variable", hint: "Check for a ? or & that belongs to the password." }
  }
  const variable = name.toLowerCase().replace(/^(?:@@)?session\./, "")
  if (meaningless.includes(variable)) return { settings: {} }
  const ours = isOwnVariable(variable) ? sessionVariables[variable] : undefined
  if (ours !== undefined && ours.adjustable !== true) {
    return {
      refused: `cannot be set: with another value, ${ours.because}`,
      hint: "Leave it out: each connection sets it as it must be.",
    }
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
