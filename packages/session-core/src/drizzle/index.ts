export type { ColumnKit } from "./column-kit.ts"
export type {
  ConstraintViolation,
  NumberRegister,
  QueryBuilder,
  Row,
  SqlConnection,
  SqlDialect,
  SqlSearch,
} from "./dialect.ts"
export { once, value } from "./expressions.ts"
export { largeAbove } from "./large-rows.ts"
export {
  type Migration,
  type MigrationProgress,
  type MigrationTarget,
  runMigrations,
} from "./migrations.ts"
export { type ReadOwnWritesOptions, readOwnWrites } from "./read-own-writes.ts"
export { type SessionSchema, sessionSchema } from "./schema.ts"
export {
  type SearchCandidate,
  type SearchKind,
  searchCandidate,
  searchKinds,
  searchSelection,
} from "./search-candidate.ts"
export { createSqlQueries, type SqlQueries } from "./sql-provider.ts"
export { type BoundStatement, compile, lazily, type SqlQuery, type Statement } from "./statement.ts"
