import { type ServerKind, serverKinds } from "../kinds/server-kind.ts"

/** What `OPENCODE_TEST_SERVERS` asks for: all kinds when it is unset, none for `skip`, some by their names. */
export function wantedKinds(value: string | undefined): readonly ServerKind[] {
  if (!value) return serverKinds
  if (value === "skip") return []
  const names = value.split(",").map((name) => name.trim())
  const wanted = serverKinds.filter((kind) => names.includes(kind))
  if (wanted.length < names.length) {
    throw new Error(`OPENCODE_TEST_SERVERS is ${value}; it must be skip, or some of ${serverKinds.join(", ")}.`)
  }
  return wanted
}
