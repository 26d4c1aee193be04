import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { CommandLine } from "../../command-line.ts"

/** How a colleague's machine is configured: by the environment, or by an `opencode.json` of their own. */
export interface ColleagueOptions {
  environment?: Record<string, string>
  configuration?: object
}

/** A machine that is new to the team: an empty home folder, a folder `my-app`, and the command. */
export async function colleague({ environment = {}, configuration }: ColleagueOptions): Promise<CommandLine> {
  const commandLine = await CommandLine.create()
  Object.assign(commandLine.environment, environment)
  if (configuration !== undefined) {
    const folder = join(commandLine.home, ".config", "opencode")
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, "opencode.json"), JSON.stringify(configuration))
  }
  return commandLine
}

/** The two variables of the documentation. */
export const byDsn = (dsn: string): ColleagueOptions => ({
  environment: { OPENCODE_SESSION_PROVIDER_TYPE: "mysql", OPENCODE_MYSQL_DSN: dsn },
})

/** `sessionProvider.mysql` in a file. */
export const byFile = (mysql: object): ColleagueOptions => ({
  configuration: { sessionProvider: { type: "mysql", mysql } },
})
