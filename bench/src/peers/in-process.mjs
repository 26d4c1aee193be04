// Run as a process of its own: a peer has another copy of SQLite, and two copies in one process do not see each other's locks on a file.
// Runs a statement and prints its first row's values. Arguments: the file, the statement, the statement's values as JSON.
import Database from "better-sqlite3"

const [, , file, sql, values] = process.argv
const database = new Database(file)
const statement = database.prepare(sql)
if (statement.reader) console.log(JSON.stringify(statement.raw().get(JSON.parse(values))))
else statement.run(JSON.parse(values))
database.close()
