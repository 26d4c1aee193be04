/** What a case may ask of whoever runs it. */
export interface CaseContext {
  /** Ends the case here, neither passed nor failed. */
  skip(reason: string): never
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
