export { describeProvider } from "./describe-provider.ts"
export type {
  DefinitionUnderTest,
  HookName,
  MigrationPoint,
  ProcessEntry,
  ProcessModule,
  ProviderSuite,
  RowKey,
  StoreUnderTest,
} from "./provider-under-test.ts"
