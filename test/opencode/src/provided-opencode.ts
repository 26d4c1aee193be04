/** The OpenCode of the run, or why there is none. */
export type ProvidedOpenCode = { program: string; reason: null } | { program: null; reason: string }

declare module "vitest" {
  interface ProvidedContext {
    openCode: ProvidedOpenCode
  }
}
