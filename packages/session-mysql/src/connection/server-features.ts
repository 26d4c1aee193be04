import type { MysqlOptions } from "../options/options.ts"

/** What servers take in general, and a proxy or a hosted server may refuse. Each has another way, or an error that names it. */
export interface ServerFeatures {
  /** Several statements in one packet. Otherwise they are sent one by one, each with a round trip of its own. */
  severalStatements: boolean
  /** A packet that begins with SELECT. Otherwise it begins with a statement that does nothing. */
  leadingSelect: boolean
  /** Variables of a connection. Otherwise a batch reads its revision again where it needs it. */
  userVariables: boolean
  /** Foreign keys. Otherwise the statement that puts a part looks for its message. Undefined until the schema was seen. */
  foreignKeys: boolean | undefined
}

/** The forms that statements have for what a server takes. */
export const statementForms = { userVariables: [true, false], foreignKeys: [true, false] } as const

/** Which form of the statements a server takes. */
export type StatementForm = Record<keyof typeof statementForms, boolean>

export const statementForm = ({ userVariables, foreignKeys, severalStatements }: ServerFeatures): StatementForm => ({
  // Sent one by one, keeping a number and asking for it would take a round trip more than reading it again.
  userVariables: userVariables && severalStatements,
  foreignKeys: foreignKeys !== false,
})

export const isForm = (form: StatementForm, features: ServerFeatures): boolean => {
  const { userVariables, foreignKeys } = statementForm(features)
  return form.userVariables === userVariables && form.foreignKeys === foreignKeys
}

/** Statements were made for a server that takes more. Nothing was sent. */
export class UnsuitableForm extends Error {
  constructor() {
    super("The server takes the statements in another form.")
  }
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
      foreignKeys: undefined,
    }
    found.set(options, features)
  }
  return features
}
