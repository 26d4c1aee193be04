import { chooseProject, loadProjects, projectChoices, shownProject } from "../state/projects.ts"

/** Which project is shown, and the others of the database to choose from. */
export function ProjectChoice() {
  const shown = shownProject.value
  if (shown === null) return <span class="project-name">…</span>
  if (projectChoices.value.length === 1) {
    return (
      <span class="project-name" title={shown.id}>
        {shown.name}
      </span>
    )
  }
  return (
    <select
      class="project-name project-choice"
      aria-label="Project"
      title={shown.id}
      value={shown.id}
      onFocus={() => void loadProjects()}
      onChange={({ currentTarget }) => chooseProject(currentTarget.value)}
    >
      {projectChoices.value.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}
