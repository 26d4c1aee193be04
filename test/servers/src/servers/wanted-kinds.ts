import { type ServerKind, serverKinds } from "../kinds/server-kind.ts"

/** What `OPENCODE_TEST_MYSQL` asks for: all kinds when it is unset, none for `skip`, one by its name. */
export const wantedKinds = (value: string | undefined): readonly ServerKind[] => {
  if (!value) return serverKinds
  if (value === "skip") return []
  const kind = serverKinds.find((name) => name === value)
  if (kind === undefined) throw new Error(`OPENCODE_TEST_MYSQL is ${value}; it must be skip, mysql or mariadb.`)
  return [kind]
}
