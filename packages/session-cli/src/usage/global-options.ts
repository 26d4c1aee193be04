import { type Command, Option } from "commander"

/** Options of every command. */
export interface GlobalOptions {
  /** The folder to work in; the current one by default. */
  directory?: string
  project?: string
  allProjects?: boolean
  dataDirectory?: string
  json?: boolean
  /** False with `--no-color`. */
  color: boolean
}

export function addGlobalOptions(program: Command): void {
  program
    .option("-C, --directory <folder>", "work as if in this folder: it decides on project and configuration")
    .addOption(new Option("--project <id>", "the project, instead of the folder's").conflicts("allProjects"))
    .option("--all-projects", "all projects of the database")
    .option("--data-directory <folder>", "where the SQLite file is, instead of the configured folder")
    .option("--json", "print JSON; errors too, to standard error")
    .option("--no-color", "no colours (so does NO_COLOR; FORCE_COLOR is the opposite)")
}
