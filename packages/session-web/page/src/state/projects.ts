import { computed, effect, signal } from "@preact/signals"
import { readProjects } from "../api/routes.ts"
import type { ProjectSummary } from "../api/types.ts"
import { attempt } from "./notices.ts"
import { chosenProject, listIsOpen, navigate, newSessionPath, route, usagePath } from "./route.ts"
import { status } from "./status.ts"

const known = signal<readonly ProjectSummary[]>([])

/** A project that can be shown, with a name that tells it from the others. */
interface ProjectChoice {
  id: string
  name: string
}

/** The id of the project that is shown; null until the server has said which is its own. */
export const shownProjectId = computed(() => chosenProject.value ?? status.value?.project.id ?? null)

/** The projects of the database by their names, with the one that is shown and the server's own, which may be empty yet. */
export const projectChoices = computed<ProjectChoice[]>(() => {
  const names = new Map(known.value.map(({ id, name }) => [id, name]))
  const own = status.value?.project
  if (own !== undefined && !names.has(own.id)) names.set(own.id, own.name)
  const shown = shownProjectId.value
  if (shown !== null && !names.has(shown)) names.set(shown, shown)
  const all = [...names].map(([id, name]) => ({ id, name }))
  const isAmbiguous = ({ id, name }: ProjectChoice) => all.some((other) => other.id !== id && other.name === name)
  return all
    .map((choice) => (isAmbiguous(choice) ? { ...choice, name: choice.id } : choice))
    .sort((one, other) => one.name.localeCompare(other.name))
})

export const shownProject = computed(() => projectChoices.value.find(({ id }) => id === shownProjectId.value) ?? null)

effect(() => {
  if (shownProject.value !== null) document.title = `${shownProject.value.name} · Sessions`
})

export async function loadProjects(): Promise<void> {
  known.value = (await attempt(readProjects))?.projects ?? known.value
}

/** Shows another project. What does not belong to it, a session, is left. */
export function chooseProject(id: string): void {
  const project = id === status.value?.project.id ? null : id
  const isListOpen = listIsOpen.peek()
  navigate(route.value.view === "usage" ? usagePath(project) : newSessionPath(project))
  // Who chose from the list wants to see the other's.
  listIsOpen.value = isListOpen
}

/** How a project is shown. */
export const projectName = (projectId: string): string =>
  projectChoices.value.find(({ id }) => id === projectId)?.name ?? projectId
