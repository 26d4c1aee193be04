/** As many as a server could ever have for one program: more was meant to be something else. */
export const maximumConnections = 10_000

/** Whether a pool may have so many connections. */
export const isConnectionCount = (count: number): boolean =>
  Number.isInteger(count) && count >= 1 && count <= maximumConnections
