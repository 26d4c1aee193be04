/**
 * A key path as one text: `sessionProvider.mysql.host`. A key that holds a dot itself is quoted, so that no two paths have
 * the same text: `sessionProvider."/srv/provider.js".url`.
 */
export const dottedKey = (path: readonly string[]): string =>
  path.map((key) => (/[."]/.test(key) ? JSON.stringify(key) : key)).join(".")
