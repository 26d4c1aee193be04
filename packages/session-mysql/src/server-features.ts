import type { MysqlOptions } from "./options.ts"

/** What servers take in general, and a proxy or a hosted server may refuse. Each has another way, or an error that names it. */
export interface ServerFeatures {
  /** Several statements in one packet. Otherwise they are sent one by one, each with a round trip of its own. */
  severalStatements: boolean
  /** A packet that begins with SELECT. Otherwise it begins with a statement that does nothing. */
  leadingSelect: boolean
  /** Variables of a connection. Otherwise a batch reads its revision again where it needs it. */
  userVariables: boolean
  /** Foreign keys. Otherwise the statement that puts a part looks for its message. */
  foreignKeys: boolean
}

const found = new WeakMap<MysqlOptions, ServerFeatures>()

/** What is known so far of the server that options lead to; all of it until something was refused. Shared by its connections. */
export function featuresOf(options: MysqlOptions): ServerFeatures {
  let features = found.get(options)
  if (features === undefined) {
    features = {
      severalStatements: true,
      leadingSelect: true,
      userVariables: true,
      foreignKeys: true,
    }
    found.set(options, features)
  }
  return features
}
