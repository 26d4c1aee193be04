export { createMemoryProvider } from "./memory-provider.ts"
