export { chosenBySubquery } from "./chosen-rows.ts"
export { type ColumnKit, type NewColumn, tablesOf } from "./column-kit.ts"
export type { DriverRow, SqlCommand, SqlConnection, SqlTransaction } from "./connection.ts"
export { type Plan, SqlDatabase } from "./database.ts"
export type { ChosenRows, ConstraintViolation, OnConflict, RevisionVariable, SqlDialect } from "./dialect.ts"
export { assertNotForeign, tableNames } from "./foreign-tables.ts"
export { largeAbove } from "./large-rows.ts"
export { likeEscape, likePatterns } from "./like-pattern.ts"
export {
  type Migration,
  type MigrationProgress,
  type MigrationTarget,
  runMigrations,
} from "./migrations.ts"
export {
  and,
  assignmentList,
  bareNames,
  insert,
  literal,
  type RowOf,
  remove,
  type Select,
  select,
  set,
  update,
} from "./neutral-sql.ts"
export { onConflict } from "./on-conflict.ts"
export {
  byGroups,
  dataOfPart,
  matchesGroups,
  type PatternGroups,
  PatternSearch,
  partParameters,
  type SearchScope,
  type SearchStatements,
  searchConditions,
  titleParameters,
} from "./pattern-search.ts"
export { type ReadOwnWritesOptions, readOwnWrites } from "./read-own-writes.ts"
export { sessionTables } from "./schema.ts"
export {
  partCandidate,
  partSearchFields,
  partText,
  type SearchCandidate,
  type SearchKind,
  searchKinds,
  titleCandidate,
  titleFields,
} from "./search.ts"
export {
  type SearchFilterVariant,
  searchedKinds,
  searchFilterChoices,
  searchFilterConditions,
  searchFilterParameters,
  searchFilterValues,
  searchFilterVariant,
  titleFits,
} from "./search-filter.ts"
export { namedStatements, sharedStatements } from "./shared-statements.ts"
export { createSqlQueries, type SqlParts, type SqlQueries } from "./sql-provider.ts"
export {
  type BoundStatement,
  type Given,
  type ParameterTypes,
  type RenderedStatement,
  type RowFrom,
  type Statement,
  statement,
} from "./statement.ts"
export { type AnyTable, type Column, type Columns, descriptionOf, type RowNumber, type Table, table } from "./table.ts"
export {
  type Expression,
  integer,
  type ListType,
  list,
  optional,
  real,
  text,
  type ValueKind,
  type ValueType,
} from "./value-type.ts"
export { type VariantOf, type Variants, variants } from "./variants.ts"
