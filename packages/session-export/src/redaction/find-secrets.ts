import { lintSource } from "@secretlint/core"
import { rules } from "@secretlint/secretlint-rule-preset-recommend"
import type { Finding } from "./finding.ts"
import { findByName } from "./own-rules.ts"

/** All rules but the one by which a text may say that nothing in it is a secret: what is looked at here is nobody's own file. */
const config = {
  rules: rules
    .filter(({ meta }) => !meta.id.endsWith("rule-filter-comments"))
    .map((rule) => ({ id: rule.meta.id, rule })),
}

/** Tokens, keys and passwords in a text: by the rules of secretlint, which know the forms of many services, and by names and places. */
export async function findSecrets(text: string): Promise<Finding[]> {
  const { messages } = await lintSource({
    source: { filePath: "session.txt", content: text, ext: ".txt", contentType: "text" },
    options: { config, locale: "en", noPhysicFilePath: true, maskSecrets: false },
  })
  const found = messages.map(({ messageId, range: [start, end] }) => ({ start, end, kind: kindOf(messageId) }))
  return [...found, ...findByName(text)]
}

/** `GITHUB_TOKEN` and `BasicAuth` as the other kinds are written. */
const kindOf = (messageId: string): string =>
  messageId
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase()
