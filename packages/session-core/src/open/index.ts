export { currentAuthor } from "./current-author.ts"
export { openProvider } from "./open-provider.ts"
export { type OpenSessionStoreOptions, openSessionStore } from "./open-session-store.ts"
export { resolveSetup, type Setup, type SetupOptions } from "./resolve-setup.ts"
