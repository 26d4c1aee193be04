/** For importers and mirrors: to which project a folder, a repository or a remote belongs. */
export { findProgram } from "./find-program.ts"
export { findRepository, type Repository, type RepositoryAnswer, rootCommits } from "./find-repository.ts"
export { type IdentifyProjectOptions, identifyProject } from "./identify-project.ts"
export type { RepositoryLocation } from "./locate-repository.ts"
export { projectIdFromRemote } from "./project-id-from-remote.ts"
export type { ProjectIdentity } from "./project-identity.ts"
export { relativeDirectory } from "./relative-directory.ts"
export { hasToken } from "./token-shape.ts"
