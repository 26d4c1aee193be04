/** A project with the name that it is shown by. */
export interface NamedProject {
  id: string
  name: string
}

/**
 * The projects to choose from, by name: the known ones, the server's own, and the one that is shown. Those that others share their
 * name with are shown by their id.
 */
export function choicesOf(
  known: readonly NamedProject[],
  own: NamedProject | null,
  shownId: string | null,
): NamedProject[] {
  const names = new Map(known.map(({ id, name }) => [id, name]))
  if (own !== null && !names.has(own.id)) names.set(own.id, own.name)
  if (shownId !== null && !names.has(shownId)) names.set(shownId, shownId)
  const all = [...names].map(([id, name]) => ({ id, name }))
  const isAmbiguous = ({ id, name }: NamedProject) => all.some((other) => other.id !== id && other.name === name)
  return all
    .map((choice) => (isAmbiguous(choice) ? { ...choice, name: choice.id } : choice))
    .sort((one, other) => one.name.localeCompare(other.name))
}
