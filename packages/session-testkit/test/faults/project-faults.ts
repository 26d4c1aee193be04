import type { Fault } from "./fault.ts"

/** What is wrong with projects and their aliases. */
export const projectFaults: Fault[] = [
  {
    name: "an alias that redirects a project that exists",
    caughtBy: /an alias does not redirect a project that exists/,
    plant: (right) => ({ putProject: (project) => right.putProject({ ...project, takeOver: project.aliases }) }),
  },
  {
    name: "an alias that redirects a project whose sessions are all deleted",
    caughtBy: /an alias does not redirect deleted sessions either/,
    plant: (right) => ({
      async putProject(project) {
        const list = await right.listProjects()
        const empty = project.aliases.filter((alias) => list.find(({ id }) => id === alias)?.sessionCount === 0)
        return right.putProject({ ...project, takeOver: [...(project.takeOver ?? []), ...empty] })
      },
    }),
  },
  {
    name: "an alias that is taken from the project that has it",
    caughtBy: /an alias that another project has stays there/,
    plant: (right) => ({
      async putProject(project) {
        const list = await right.listProjects()
        const others = project.aliases.filter((alias) => list.some(({ aliases }) => aliases.includes(alias)))
        return right.putProject({ ...project, takeOver: [...(project.takeOver ?? []), ...others] })
      },
    }),
  },
  {
    name: "a put of a project that leaves its own alias out once there are sessions under it",
    caughtBy: /an alias that the project has already stays its own/,
    plant: (right) => ({
      async putProject(project) {
        if (project.takeOver === undefined) await right.putProject({ ...project, aliases: [] })
        return right.putProject(project)
      },
    }),
  },
  {
    name: "an alias that is left out without a word",
    caughtBy: /an alias does not redirect a project that exists/,
    plant: (right) => ({ putProject: (project) => right.putProject(project).then(() => ({ leftOut: [] })) }),
  },
]
