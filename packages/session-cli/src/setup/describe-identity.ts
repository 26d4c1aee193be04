import type { ProjectIdentity } from "@opencode/session-core/project"

const sources: Readonly<Record<ProjectIdentity["source"], string>> = {
  configured: "from a configuration file",
  environment: "from OPENCODE_PROJECT_ID",
  remote: "from the git remote",
  "repository-folder": "the name of the repository's top folder",
  folder: "the name of the folder",
}

/** How a project's id was found. */
export const describeIdentity = ({ source }: ProjectIdentity): string => sources[source]
