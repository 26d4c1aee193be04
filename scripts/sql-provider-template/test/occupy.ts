import type { RunStatement } from "../src/database.ts"

const statements = {
  "another program": "create table session (id integer primary key, words text)",
  "a newer version": "insert into schema_migration (name, done, total, checksum) values ('9999_later', 1, 1, 'x')",
}

/** Leaves in the database what another program, or a newer version of this one, would. */
export async function occupy(run: RunStatement, by: keyof typeof statements): Promise<void> {
  await run(statements[by])
}
