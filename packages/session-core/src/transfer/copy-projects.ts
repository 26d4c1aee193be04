import type { SessionStore } from "../store/session-store.ts"

/** Copies the names and aliases of projects that the target does not know. Those that it knows stay as they are. */
export async function copyProjects(source: SessionStore, target: SessionStore): Promise<void> {
  const known = new Set((await target.projects.list()).map((project) => project.id))
  const wanted = (await source.projects.list()).filter(
    (project) => source.projectId === null || project.id === source.projectId,
  )
  for (const project of wanted) if (!known.has(project.id)) await target.projects.put(project)
}
