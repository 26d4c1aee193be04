import { rules } from "@secretlint/secretlint-rule-preset-recommend"
import type { SecretLintRuleContext, SecretLintSourceCode } from "@secretlint/types"
import type { Finding } from "./finding.ts"
import { findByName } from "./own-rules.ts"

/** The rule by which a text may say that nothing in it is a secret: what is looked at here is nobody's own file. */
const silencing = "@secretlint/secretlint-rule-filter-comments"

/**
 * Finds tokens, keys and passwords in texts: by the rules of secretlint, which know the forms of many services, and by names and places.
 * The rules are called without secretlint's core, which keeps an entry of each call in the process's timeline.
 */
export class SecretFinder {
  #found: Finding[] = []
  #last: Promise<unknown> = Promise.resolve()
  readonly #rules = rules.filter(({ meta }) => meta.id !== silencing).map((rule) => rule.create(this.#context(), {}))

  /** The rules report to one place: texts are looked at one after the other, however many are asked about at once. */
  find(text: string): Promise<Finding[]> {
    const found = this.#last.then(() => this.#findNext(text))
    this.#last = found.catch(() => [])
    return found
  }

  async #findNext(text: string): Promise<Finding[]> {
    this.#found = findByName(text)
    const source = sourceOf(text)
    for (const rule of this.#rules) await rule.file?.(source)
    return this.#found
  }

  #context(): SecretLintRuleContext {
    return {
      sharedOptions: {},
      createTranslator: () => (messageId, data) => ({ messageId: String(messageId), message: "", data }),
      report: ({ message, range: [start, end] }) => {
        this.#found.push({ start, end, kind: kindOf(message.messageId) })
      },
      ignore() {
        // Only the rule that is left out does.
      },
    }
  }
}

/** `GITHUB_TOKEN` and `BasicAuth` as the other kinds are written. */
const kindOf = (messageId: string): string =>
  messageId
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase()

/** A text as a file of no known type, which no rule passes over. */
function sourceOf(content: string): SecretLintSourceCode {
  const position = (index: number) => {
    const before = content.slice(0, index).split("\n")
    return { line: before.length, column: before.at(-1)?.length ?? 0 }
  }
  const index = ({ line, column }: { line: number; column: number }) =>
    content.split("\n", line - 1).reduce((sum, each) => sum + each.length + 1, column)
  return {
    ...{ hasBOM: false, content, contentType: "text", ext: ".txt" },
    ...{ filePath: "session.txt", physicalFilePath: undefined },
    getFilePath: () => "session.txt",
    getPhysicalFilePath: () => undefined,
    indexToPosition: position,
    positionToIndex: index,
    rangeToLocation: ([start, end]) => ({ start: position(start), end: position(end) }),
    locationToRange: ({ start, end }) => [index(start), index(end)],
  }
}
