/** How something is written to where its user wants it. */
export interface WriteOptions {
  signal: AbortSignal
  /** Told the bytes that were written so far. */
  onProgress(bytes: number): void
}
