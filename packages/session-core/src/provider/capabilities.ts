/**
 * What a provider can do beyond what every provider does. What is claimed works; what is not is refused with `unsupported`,
 * never answered with nothing.
 *
 * Invariants: 14. Kit: `capabilities`.
 */
export interface Capabilities {
  /**
   * `search` finds text. Where it is not claimed, the store refuses a search before it calls the provider, and the provider
   * itself fails with `unsupported` too.
   *
   * Kit: `search`.
   */
  search: boolean
  /**
   * What `apply` has returned for stays when the process ends, also by SIGKILL.
   *
   * Invariants: 1. Kit: `closing`, `races`.
   */
  durable: boolean
  /**
   * Several processes may have the same store open, and see each other's writes: as soon as `apply` has returned, and in the
   * feed of changed sessions within a second.
   *
   * Easily missed: a provider that does not claim it must keep the second process out with `busy`, rather than damage what the
   * first one writes.
   *
   * Invariants: 2. Kit: `races`, `session-feed`.
   */
  shared: boolean
}
