/**
 * Which projects a call may see: one, or all. A session outside of the scope does not exist for the call, whatever id it is given:
 * neither its content nor its revision is told. All projects are a scope that a caller asks for.
 *
 * Invariants: 9. Kit: `isolation`.
 */
export type Scope =
  /** One project, at most 191 bytes. An alias is not looked up: the store has done that. */
  | { projectId: string }
  /** All of them. */
  | { allProjects: true }

/** The project of a scope, or null for all of them. */
export const scopeProjectId = (scope: Scope): string | null => ("projectId" in scope ? scope.projectId : null)
