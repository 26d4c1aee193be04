/** What a provider can do beyond what every provider does. What is not claimed is refused with `unsupported`. */
export interface Capabilities {
  /** `search` finds text. */
  search: boolean
  /** What is written stays when the process ends. */
  durable: boolean
  /** Several processes may have the same store open, and see each other's writes. */
  shared: boolean
}
