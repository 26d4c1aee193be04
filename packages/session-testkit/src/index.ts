export { describeProvider } from "./describe-provider.ts"
export type { ProcessEntry, ProcessModule, ProviderSuite, RowKey, StoreUnderTest } from "./provider-under-test.ts"
