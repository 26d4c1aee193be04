import type { Project } from "../model/project.ts"

/** A project as it is to be from now on. */
export interface ProjectPut extends Project {
  /**
   * Aliases that are taken from the projects that have them, for merging projects, whose sessions are moved next. An id that
   * becomes an alias is no longer a project, and its own aliases are removed.
   *
   * Kit: `projects`, `moving`.
   */
  takeOver?: readonly string[]
}

/** What a call of `putProject` could not do. */
export interface ProjectPutResult {
  /** Aliases that were left out, sorted by their bytes: they name another project, or there are sessions under them. */
  leftOut: string[]
}
