import type { HealthCheck, SessionStore } from "@opencode/session-core"
import type { CommandContext } from "../context/command-context.ts"
import { failedCheck } from "./check-setup.ts"

/** Opens the store without changing its schema, and has it look at itself. Says why when it cannot be opened. */
export async function checkStore(context: CommandContext): Promise<HealthCheck[]> {
  let store: SessionStore
  try {
    store = await context.openStore({ migrate: false })
  } catch (error) {
    return [failedCheck("store", error)]
  }
  const { location, name } = store.provider
  const opened: HealthCheck = { name: "store", status: "ok", message: `${name} at ${location}` }
  // At once: with a server that does not answer, each takes as long as the configured time-out.
  const [schema, database] = await Promise.all([checkSchema(store), checkDatabase(store)])
  // What makes a server unreachable is told once.
  const told = database.some(({ status, message }) => status === "error" && message === schema.message)
  return [opened, ...(told ? [] : [schema]), ...database]
}

async function checkSchema(store: SessionStore): Promise<HealthCheck> {
  try {
    const { pending, version } = await store.migrate({ dryRun: true })
    if (pending.length === 0) return { name: "schema", status: "ok", message: `at ${version}` }
    return {
      name: "schema",
      status: "warning",
      message: `${version === null ? "empty" : `at ${version}`}; to be run: ${pending.join(", ")}`,
      hint: "The next command does it, or `opencode-session migrate`.",
    }
  } catch (error) {
    return failedCheck("schema", error)
  }
}

async function checkDatabase(store: SessionStore): Promise<HealthCheck[]> {
  try {
    return (await store.check()).checks
  } catch (error) {
    return [failedCheck("database", error)]
  }
}
