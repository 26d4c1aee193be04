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
  const recorded: RecordedStatement[] = []
  await observeStatements(run, (source, values) => {
    // Ours gives all values as one array.
    recorded.push({ source, values: values.flat() })
  })
  return recorded
}

/** Tells of every statement that the driver is asked to run while `run` goes on. */
export async function observeStatements(
  run: () => Promise<unknown>,
  onStatement: (source: string, values: unknown[]) => void,
): Promise<void> {
  const prototype = statementPrototype()
  const originals = methods.map((name) => [name, prototype[name]] as const)
  for (const [name, original] of originals) {
    prototype[name] = function (this: Database.Statement, ...values: unknown[]) {
      onStatement(this.source, values)
      return Reflect.apply(original, this, values)
    }
  }
  try {
    await run()
  } finally {
    for (const [name, original] of originals) prototype[name] = original
  }
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
