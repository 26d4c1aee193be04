import type { ErrorMeaning } from "@opencode/session-core/server"
import { absent, connectionLimit, full, hints, lost, readOnly } from "./error-meaning.ts"

const privileges =
  'An administrator can grant them: GRANT USAGE, CREATE ON SCHEMA public TO "user". To work with a schema that is there, USAGE and SELECT, INSERT, UPDATE and DELETE on its tables are enough.'

/** The server ends this connection, or itself: what was under way may have been carried out. */
const closing: ErrorMeaning = { ...lost, message: "The server is shutting down.", hint: hints.comesBack }
const starting: ErrorMeaning = {
  ...absent,
  message: "The server is starting or shutting down.",
  hint: hints.comesBack,
}
const busy: ErrorMeaning = {
  code: "busy",
  message: "Two clients changed the same at the same moment.",
  hint: hints.tryAgain,
  transient: true,
}
const refusedLogin: ErrorMeaning = {
  code: "authentication_failed",
  message: "The server refused the user or the password.",
  hint: "Check user and password in the configuration, and that pg_hba.conf lets the user connect from this machine, with TLS or without.",
  fatal: true,
}
const undefinedTable: ErrorMeaning = {
  code: "unexpected",
  message: "A required table is missing.",
  hint: "Run the migrations: open the store without `migrate: false`, or `opencode-session migrate`. Check that sessionProvider.postgres.schema is the same everywhere.",
}
const undefinedColumn: ErrorMeaning = {
  code: "newer_schema",
  message: "A table does not have a column that this version needs.",
  hint: "Run the migrations of this version, or update the @opencode/session packages.",
}
const tooLarge: ErrorMeaning = { code: "too_large", message: "A value is larger than the server takes." }
const prepared: ErrorMeaning = {
  code: "unavailable",
  message: "The server does not have a statement that was prepared: a pooler gave another connection.",
  hint: "Set max_prepared_statements of PgBouncer, or connect past it.",
  transient: true,
}

/** By SQLSTATE, or by the class that its first two characters are. */
export const errorTable: Readonly<Record<string, ErrorMeaning>> = {
  "08": lost,
  "08001": absent,
  "08004": absent,
  "22001": tooLarge,
  "22021": {
    code: "unsupported",
    message: "The database cannot store a character.",
    hint: "Make a database with the encoding UTF8: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0.",
  },
  "25006": readOnly,
  "25P03": lost,
  "26000": prepared,
  "28": refusedLogin,
  "3D000": {
    code: "database_not_found",
    message: "There is no such database on the server.",
    hint: "Make it: CREATE DATABASE name ENCODING 'UTF8' TEMPLATE template0. Or check the name in the configuration.",
    fatal: true,
  },
  "3F000": {
    code: "database_not_found",
    message: "There is no such schema in the database.",
    hint: 'Make it: CREATE SCHEMA name AUTHORIZATION "user". Or check sessionProvider.postgres.schema.',
  },
  "40": busy,
  "40003": { ...busy, message: "The server cannot say whether the transaction was stored.", statement: "unknown" },
  "40P01": { ...busy, message: "Two clients waited for each other." },
  "42501": { code: "access_denied", message: "The user lacks a privilege.", hint: privileges },
  "42703": undefinedColumn,
  "42P01": undefinedTable,
  "42P05": prepared,
  "53": { ...lost, message: "The server has no memory left.", statement: "refused", hint: hints.comesBack },
  "53100": full,
  "53300": connectionLimit,
  "54": tooLarge,
  "55P03": {
    ...busy,
    message: "Another client held a lock for too long.",
    hint: "Try again. If it goes on, look for a client that does not end its transaction: SELECT * FROM pg_stat_activity WHERE state = 'idle in transaction'.",
  },
  "57014": {
    code: "timeout",
    message: "The statement was stopped on the server, or took longer than its time-out.",
    hint: "Ask for less at a time, or raise sessionProvider.postgres.connectionTimeout.",
  },
  "57P": closing,
  "57P03": starting,
  "57P04": { ...closing, message: "The database was dropped.", code: "database_not_found" },
  "58": { ...lost, message: "The server's disk or system failed.", statement: "unknown", hint: hints.comesBack },
  "72": { ...busy, message: "The server has forgotten the state that was being read." },
}
