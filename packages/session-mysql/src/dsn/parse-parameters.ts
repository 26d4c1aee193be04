import type { DsnSettings } from "./dsn.ts"
import { DsnError } from "./dsn-error.ts"
import { type DsnParameter, dsnParameters, urlParameters } from "./parameters.ts"
import { isOwnVariable, sessionVariable } from "./session-variable.ts"

/** Reads `name=value&…` into settings. A name that is no parameter is a session variable, as it is for Go. */
export function parseParameters(text: string, form: "dsn" | "url" = "dsn"): DsnSettings {
  let settings: DsnSettings = {}
  let fallsBackToPlaintext = false
  for (const [index, pair] of text
    .split("&")
    .filter((each) => each !== "")
    .entries()) {
    const equals = pair.indexOf("=")
    const name = equals < 0 ? pair : pair.slice(0, equals)
    const shown = show(name, index)
    if (equals < 0) throw new DsnError(`${shown} has no value`, "Parameters are name=value.")
    const value = decode(shown, pair.slice(equals + 1))
    const parameter = parameterOf(name, form)
    const reading = parameter === undefined ? sessionVariable(name, value) : parameter.read(value)
    if ("refused" in reading) throw new DsnError(`${shown} ${reading.refused}`, reading.hint)
    if (name === "allowFallbackToPlaintext" && /^(?:1|true)$/i.test(value)) fallsBackToPlaintext = true
    settings = {
      ...settings,
      ...reading.settings,
      ...(reading.settings.variables && { variables: { ...settings.variables, ...reading.settings.variables } }),
    }
  }
  // It only says what becomes of TLS where the server has none: that is "preferred".
  return fallsBackToPlaintext && settings.tls !== undefined && settings.tls !== "off"
    ? { ...settings, tls: "preferred" }
    : settings
}

function parameterOf(name: string, form: "dsn" | "url"): DsnParameter | undefined {
  if (Object.hasOwn(dsnParameters, name)) return dsnParameters[name]
  return form === "url" && Object.hasOwn(urlParameters, name) ? urlParameters[name] : undefined
}

function decode(shown: string, value: string): string {
  try {
    // Go's query decoding: a plus is a blank.
    return decodeURIComponent(value.replaceAll("+", " "))
  } catch {
    throw new DsnError(`the value of ${shown} is not well percent-encoded`, "Write % as %25.")
  }
}

/** What is no parameter may be a piece of a password that was cut in two by a `?`: it is told by its place. */
const show = (name: string, index: number): string =>
  Object.hasOwn(dsnParameters, name) || Object.hasOwn(urlParameters, name) || isOwnVariable(name)
    ? `the parameter ${name}`
    : `parameter ${index + 1}`
