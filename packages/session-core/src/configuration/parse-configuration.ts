import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser"
import { SessionStorageError } from "../errors/index.ts"
import type { JsonObject, JsonValue } from "../model/json.ts"
import { showText } from "../secrets/show.ts"

/** What a configuration file may hold that is ours. All other keys at the top belong to OpenCode itself. */
const ownKeys = ["data", "sessionProvider", "sessionMirror"] as const

/** Levels of the syntax tree: no provider has options that deep. */
const maximumLevels = 100

/**
 * Reads our part of a configuration file: JSON with comments, trailing commas and a byte order mark. A file without content
 * says nothing. Of a key that stands there twice the last one counts, as in JSON.
 *
 * Fails with `invalid_configuration` that names file, line and column (counted from 1, in UTF-16 units), and no content.
 */
export const parseConfiguration = (bytes: Uint8Array, path: string): JsonObject => {
  const text = decode(bytes, path)
  const errors: ParseError[] = []
  const root = parseOrThrow(text, errors, path)
  const [error] = errors
  if (error) throw syntaxError(path, text, error.offset, sentenceFor(printParseErrorCode(error.error)))
  if (!root) return {}
  if (root.type !== "object") throw syntaxError(path, text, root.offset, `an object is expected, not ${root.type}`)
  return Object.fromEntries(
    ownKeys.flatMap((key) => {
      const value = lastValueOf(root, key)
      return value ? [[key, jsonOf(value, path)] as const] : []
    }),
  )
}

const jsonOf = (node: Node, path: string): JsonValue => {
  if (isNodeDeeperThan(node, maximumLevels)) throw tooDeep(path)
  // What a syntax tree of JSON stands for is JSON; its objects have no prototype, so any key is safe in them.
  return getNodeValue(node) as JsonValue
}

/** A property of an object is a node as well, so each level of objects is two of nodes. */
const isNodeDeeperThan = (node: Node, levels: number): boolean =>
  levels === 0 || (node.children?.some((child) => isNodeDeeperThan(child, levels - 1)) ?? false)

const tooDeep = (path: string, cause?: unknown): SessionStorageError =>
  new SessionStorageError("invalid_configuration", `${showText(path)} is nested too deeply.`, {
    hint: "Make its objects and lists less deep.",
    cause,
  })

const parseOrThrow = (text: string, errors: ParseError[], path: string): Node | undefined => {
  try {
    return parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true })
  } catch (cause) {
    // The parser calls itself for each level: thousands of brackets exhaust the stack.
    throw tooDeep(path, cause)
  }
}

const lastValueOf = (root: Node, key: string): Node | undefined =>
  root.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1]

const decode = (bytes: Uint8Array, path: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new SessionStorageError("invalid_configuration", `${showText(path)} is not encoded in UTF-8.`, {
      hint: "Save the file as UTF-8.",
      cause,
    })
  }
}

const syntaxError = (path: string, text: string, offset: number, problem: string): SessionStorageError => {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/)
  const column = (lines.at(-1)?.length ?? 0) + 1
  return new SessionStorageError(
    "invalid_configuration",
    `${showText(path)} is not valid JSON at line ${lines.length}, column ${column}: ${problem}.`,
    { hint: "Correct the file. Comments and trailing commas are allowed." },
  )
}

/** `CommaExpected` becomes `comma expected`. */
const sentenceFor = (code: string): string => code.replace(/(?<=.)([A-Z])/g, " $1").toLowerCase()
