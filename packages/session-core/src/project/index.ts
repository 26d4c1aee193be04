export { type IdentifyProjectOptions, identifyProject, withConfiguredId } from "./identify-project.ts"
export { projectIdFromRemote } from "./project-id-from-remote.ts"
export type { ProjectIdentity } from "./project-identity.ts"
export { relativeDirectory } from "./relative-directory.ts"
