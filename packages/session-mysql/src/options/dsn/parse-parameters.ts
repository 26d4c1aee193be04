import { nearestKey } from "@opencode/session-core/provider"
import { AddressError, combineTlsRequests, type NamedTlsRequest } from "@opencode/session-core/server"
import type { DsnSettings } from "./dsn.ts"
import { hostedParameters, urlParameters } from "./hosted-parameters.ts"
import { type DsnParameter, dsnParameters } from "./parameters.ts"
import { isOwnVariable, sessionVariable } from "./session-variable.ts"
import { speaksOfTls, tlsParameters, unknownTlsParameter } from "./tls-parameters.ts"

type Form = "dsn" | "url"

/**
 * Reads `name=value&…` into settings: parameters of the Go driver, those of other programs' URLs, and session variables. A name
 * that is none of them is refused, and so are parameters that contradict each other about TLS.
 */
export function parseParameters(
  text: string,
  form: Form = "dsn",
  ofScheme: readonly NamedTlsRequest[] = [],
): DsnSettings {
  let settings: DsnSettings = {}
  const tls = [...ofScheme]
  // With an @ or a bracket in it, it may be a piece of a password that was cut in two by a `?`.
  const mayBeSecret = /[@()]/.test(text)
  for (const [index, pair] of text
    .split("&")
    .filter((each) => each !== "")
    .entries()) {
    const equals = pair.indexOf("=")
    const name = decode(`parameter ${index + 1}`, equals < 0 ? pair : pair.slice(0, equals))
    const known = parameterOf(name, form)
    const isShown = known !== undefined || isOwnVariable(name) || (!mayBeSecret && equals >= 0 && isName(name))
    const shown = isShown ? `the parameter ${name}` : `parameter ${index + 1}`
    if (equals < 0) throw new AddressError(`${shown} has no value`, "Parameters are name=value.")
    const value = decode(`the value of ${shown}`, pair.slice(equals + 1))
    const reading = (known ?? (isVariable(name) ? variable : unknown(name, form))).read(value, name)
    if ("refused" in reading) throw new AddressError(`${shown} ${reading.refused}`, reading.hint)
    if (reading.tls !== undefined) tls.push({ name, ...reading.tls })
    settings = {
      ...settings,
      ...reading.settings,
      ...(reading.settings.variables && { variables: { ...settings.variables, ...reading.settings.variables } }),
    }
  }
  const mode = combineTlsRequests(tls)
  return mode === undefined ? settings : { ...settings, tls: mode }
}

/** As the Go driver writes it, else as any other program does, whatever the case, hyphens and underscores. */
function parameterOf(name: string, form: Form): DsnParameter | undefined {
  if (Object.hasOwn(dsnParameters, name)) return dsnParameters[name]
  const plain = name.toLowerCase().replaceAll(/[-_]/g, "")
  for (const table of [tlsParameters, hostedParameters, ...(form === "url" ? [urlParameters] : [])]) {
    if (Object.hasOwn(table, plain)) return table[plain]
  }
  return speaksOfTls(name) && isName(name) ? unknownTlsParameter : undefined
}

const isName = (text: string): boolean => /^[a-z][\w.-]{0,63}$/i.test(text)

/** Names of session variables are of several words, apart from those that are known here. */
const isVariable = (name: string): boolean =>
  isOwnVariable(name) || /^(?:@@)?session\./i.test(name) || /^[a-z][a-z0-9]*(?:_[a-z0-9]+)+$/.test(name)

const variable: DsnParameter = { kind: "works", read: (value, name) => sessionVariable(name, value) }

function unknown(name: string, form: Form): DsnParameter {
  const tables = [hostedParameters, tlsParameters, ...(form === "url" ? [urlParameters] : [])]
  const near = nearestKey(name, [...Object.keys(dsnParameters), ...tables.flatMap((table) => Object.keys(table))])
  return {
    kind: "limited",
    read: () => ({
      refused: "is not known",
      hint: `${near === null ? "" : `Did you mean ${near}? `}Check for a ? or & that belongs to the password.`,
    }),
  }
}

function decode(shown: string, value: string): string {
  try {
    // Go's query decoding: a plus is a blank.
    return decodeURIComponent(value.replaceAll("+", " "))
  } catch {
    throw new AddressError(`${shown} is not well percent-encoded`, "Write % as %25.")
  }
}
