import type { HookName } from "../provider-under-test.ts"

/** What a case may ask of its runner. */
export interface CaseContext {
  /** Ends the case here, neither passed nor failed. `hook` is the one whose absence is the reason. */
  skip(reason: string, hook?: HookName): never
}

/** A test of the contract, apart from what runs it. */
export interface KitCase {
  /** The title of its group. */
  group: string
  /** What a user loses when it fails. */
  title: string
  /** Milliseconds after which it has failed. */
  timeout: number
  /** Why it is not run at all. */
  skipped?: string
  body(test: CaseContext): Promise<void>
}

/** Both titles, as reports show them. */
export const fullTitle = ({ group, title }: Pick<KitCase, "group" | "title">): string => `${group} › ${title}`
