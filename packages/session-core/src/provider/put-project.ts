import type { Project } from "../model/project.ts"

/** A project as it is to be from now on. */
export interface ProjectPut extends Project {
  /**
   * Aliases that are taken from the projects that have them. An id that becomes an alias is no longer a project, and its own
   * aliases are removed. For merging projects, whose sessions are moved next.
   */
  takeOver?: readonly string[]
}

export interface ProjectPutResult {
  /** Aliases that were left out, sorted: they name another project, or there are sessions under them. */
  leftOut: string[]
}
