/**
 * Which projects a call may see. A store is opened for one project; whatever id it is given, it neither reads nor writes
 * another's. Everything is a scope that one asks for.
 */
export type Scope = { projectId: string } | { allProjects: true }

/** The project of a scope, or null for all of them. */
export const scopeProjectId = (scope: Scope): string | null => ("projectId" in scope ? scope.projectId : null)
