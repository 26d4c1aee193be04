/** Where a server listens. */
export type Address = { host: string; port: number } | { socketPath: string }
