import { type JsonObject, type JsonValue, SessionStorageError } from "@opencode/session-core"
import { requestTrust, type TrustRequest } from "@opencode/session-core/configuration"
import type { CommandContext } from "../context/command-context.ts"
import { ask, canAsk } from "../context/confirm.ts"
import { countOf } from "../output/format-number.ts"
import { type SafeText, text } from "../output/safe-text.ts"
import { pathArgument } from "../usage/path-argument.ts"

/** Shows what a file asks for, asks where somebody can answer, and trusts it as it was shown. */
export async function trustFile(context: CommandContext, file: string, yes: boolean): Promise<void> {
  const { diagnostics, directory, environment, globals, output } = context
  const request = await requestTrust(pathArgument(file, directory, "PATH"), { environment })
  const shown = describe(request)
  if (!yes && canAsk(context)) {
    if (!(await ask(context, shown, "Trust it?"))) {
      throw new SessionStorageError("invalid_input", `${request.path} is not trusted.`)
    }
  } else if (!globals.json) for (const line of shown) diagnostics.line(line)
  const granted = await request.grant()
  if (globals.json) {
    const { asksFor, code, risk } = request
    return output.json({ trusted: "file" in granted ? granted.file : granted.location, asksFor, code, risk })
  }
  output.line(
    "file" in granted
      ? text`${granted.file.path} is trusted as it is now. After a change it must be trusted again.`
      : text`${granted.location.path} is trusted as long as it belongs to the same user.`,
  )
}

const maximumShown = 20

function describe({ path, asksFor, code, risk }: TrustRequest): SafeText[] {
  const lines: SafeText[] = []
  if (asksFor === null) lines.push(text`Sessions may be written to ${path}`)
  else {
    const values = leaves(asksFor, [])
    lines.push(values.length === 0 ? text`${path} asks for nothing.` : text`${path} asks for:`)
    for (const [key, value] of values) lines.push(text`  ${key} = ${value}`)
  }
  if (code.length > 0) {
    lines.push(text`It runs code in ${countOf(code.length, "file")}:`)
    for (const file of code.slice(0, maximumShown)) lines.push(text`  ${file}`)
    if (code.length > maximumShown) lines.push(text`  and ${code.length - maximumShown} more`)
  }
  if (risk !== null) lines.push(text`Open to others: ${risk}`)
  return lines
}

function leaves(value: JsonValue | undefined, path: readonly string[]): [key: string, value: string][] {
  if (value === undefined) return []
  if (!isObject(value)) return [[path.join("."), typeof value === "string" ? value : JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]))
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value)
