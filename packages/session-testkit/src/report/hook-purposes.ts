import type { HookName } from "../provider-under-test.ts"

/** What each hook makes possible, for the report of a run that did without. */
export const hookPurposes: Readonly<Record<HookName, string>> = {
  reopen: "several handles in this process",
  openInProcess: "several processes, some of which are killed",
  migrateUntil: "migrations that are killed",
  damage: "rows that cannot be read",
  occupy: "another program's data, and a newer version's",
  breakConnections: "connections that break in use",
  deadlock: "writes that lose a deadlock",
  openRefused: "passwords in the errors of a store that cannot be reached",
}
