/** The browser of the run, or why there is none. */
export type ProvidedBrowser = { endpoint: string; reason: null } | { endpoint: null; reason: string }

declare module "vitest" {
  interface ProvidedContext {
    browser: ProvidedBrowser
    /** Why the page could not be built; null when it was. */
    pageProblem: string | null
  }
}
