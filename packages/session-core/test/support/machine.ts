import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeEach } from "vitest"
import { loadConfiguration } from "../../src/configuration/load-configuration.ts"

/* A machine with a user and a project, anew for each test. */

/** The user's home folder. */
export let home = ""
/** The project's folder, outside of it. */
export let project = ""
export let environment: Record<string, string | undefined> = {}

export function setEnvironment(variables: Record<string, string | undefined>): void {
  environment = variables
}

/** To be called once by a file of tests. */
export function useMachine(): void {
  const everything = realpathSync(mkdtempSync(join(tmpdir(), "session-machine-")))
  afterAll(() => rmSync(everything, { recursive: true, force: true }))
  beforeEach(() => {
    const folder = mkdtempSync(join(everything, "case-"))
    home = join(folder, "home")
    project = join(folder, "work", "app")
    environment = { HOME: home }
    mkdirSync(home)
    mkdirSync(project, { recursive: true })
  })
}

/** Writes a file, as JSON where it is no text, and gives its path. */
export function write(path: string, content: unknown): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content))
  return path
}

export const load = (directory = project, projectDirectory = project) =>
  loadConfiguration({ directory, projectDirectory, environment })

/** A configuration of MySQL's provider. */
export const mysql = (options: object) => ({ sessionProvider: { type: "mysql", mysql: options } })
