import type { SessionProvider } from "@opencode/session-core/provider"
import type { CountingProxy, FaultProxy } from "session-test-servers/mysql-proxy"

/** Options that tests of every server set. Seconds. */
export interface StoreOptions {
  connectionTimeout?: number
  maxConnections?: number
}

/** A migrated database of a test's own, reached through proxies. All is closed when the test ends. */
export interface FreshStore<ServerError = object> {
  /** The network in between, which fails when it is told to. */
  network: FaultProxy<ServerError>
  /** Counts what reaches the server. */
  wire: CountingProxy
  provider: SessionProvider
  /** Once more, past the network. */
  openDirectly(): Promise<SessionProvider>
  /** Once more, with other options. */
  openWith(options: StoreOptions): Promise<SessionProvider>
}

/** Makes one. */
export type MakeStore<ServerError = object> = (options?: StoreOptions) => Promise<FreshStore<ServerError>>
