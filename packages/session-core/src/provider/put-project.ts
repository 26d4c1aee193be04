import type { Project } from "../model/project.ts"

/** A project as it is to be from now on. */
export interface ProjectPut extends Project {
  /**
   * Those of the aliases that are taken from whoever has them: what becomes an alias is no project of its own any more, and its
   * own aliases are forgotten. For merging projects, whose sessions are moved next.
   */
  takeOver?: readonly string[]
}

export interface ProjectPutResult {
  /** Aliases that were left out, sorted: they name another project, or there are sessions under them. */
  leftOut: string[]
}
