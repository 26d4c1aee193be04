import Database from "better-sqlite3"

/** A statement as the driver was asked to run it. */
export interface RecordedStatement {
  source: string
  values: unknown[]
}

const methods = ["run", "all", "iterate", "get"] as const

/**
 * Records what the driver is asked while `run` goes on: the baselines then execute just what we execute. Nothing else may
 * use the driver meanwhile, and nothing is measured then.
 */
export async function recordStatements(run: () => Promise<unknown>): Promise<RecordedStatement[]> {
  const prototype = statementPrototype()
  const originals = methods.map((name) => [name, prototype[name]] as const)
  const recorded: RecordedStatement[] = []
  for (const [name, original] of originals) {
    prototype[name] = function (this: Database.Statement, ...values: unknown[]) {
      // Ours gives all values as one array.
      recorded.push({ source: this.source, values: values.flat() })
      return Reflect.apply(original, this, values)
    }
  }
  try {
    await run()
  } finally {
    for (const [name, original] of originals) prototype[name] = original
  }
  return recorded
}

/** All prepared statements share it. */
function statementPrototype(): Record<
  (typeof methods)[number],
  (this: Database.Statement, ...values: unknown[]) => unknown
> {
  const database = new Database(":memory:")
  const prototype = Object.getPrototypeOf(database.prepare("SELECT 1"))
  database.close()
  return prototype
}
