export type { ApplyResult, Batch } from "./batch.ts"
export type { Capabilities } from "./capabilities.ts"
export type * from "./change.ts"
export type { HealthCheck, HealthReport, MigrationReport, PruneQuery, PruneReport } from "./health.ts"
export { limits } from "./limits.ts"
export type {
  ProviderContext,
  ProviderDefinition,
  ProviderOption,
  ProviderOptionRole,
  ProviderTarget,
  ProviderVariable,
} from "./provider-definition.ts"
export type { ProjectPut, ProjectPutResult } from "./put-project.ts"
export type * from "./queries.ts"
export type { RecordedChange, SessionChange } from "./recorded-change.ts"
export { type Scope, scopeProjectId } from "./scope.ts"
export type { SearchFilter, SessionFilter } from "./session-filter.ts"
export { type SessionProvider, specificationVersion } from "./session-provider.ts"
