import { resolve } from "node:path"
import { parseArgs } from "node:util"
import { SessionStorageError } from "@opencode/session-core"

/** What the command is told. */
export interface CommandLine {
  help: boolean
  check: boolean
  directory: string
  host: string
  port: number
  workspace: string | undefined
}

export const usage = `Usage: npm run demo -- [options]

Shows the sessions of a project in the browser, with a small agent. SQLite with nothing set up; a team's MySQL with
OPENCODE_SESSION_PROVIDER_TYPE=mysql and OPENCODE_MYSQL_DSN, as everywhere, or its PostgreSQL with OPENCODE_POSTGRES_URL.

  --directory DIR   the folder whose project is shown; the current one by default
  --workspace DIR   the folder that the agent's tools work in; one in the data folder by default
  --host HOST       127.0.0.1 by default; for anything that others reach, the address gets a token
  --port PORT       4747 by default, or the next that is free; 0 for any
  --check           goes through everything in a folder of its own, and exits with 0 or 1
  --help            this

The agent is offline by default. A real model, through any OpenAI-compatible endpoint:

  OPENCODE_DEMO_BASE_URL   such as http://127.0.0.1:11434/v1
  OPENCODE_DEMO_MODEL      the model's name there
  OPENCODE_DEMO_API_KEY    its key, where it wants one`

/** Reads the command's words. Relative folders are those of the shell, also under npm. */
export function parseCommandLine(words: string[], currentDirectory: string): CommandLine {
  const { values } = parse(words)
  const port = values.port === undefined ? 4747 : Number(values.port)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalid(`--port is ${values.port}, and not a number from 0 to 65535.`)
  }
  return {
    help: values.help ?? false,
    check: values.check ?? false,
    directory: resolve(currentDirectory, values.directory ?? "."),
    host: values.host ?? "127.0.0.1",
    port,
    workspace: values.workspace === undefined ? undefined : resolve(currentDirectory, values.workspace),
  }
}

function parse(words: string[]) {
  try {
    return parseArgs({
      args: words,
      options: {
        help: { type: "boolean", short: "h" },
        check: { type: "boolean" },
        directory: { type: "string" },
        workspace: { type: "string" },
        host: { type: "string" },
        port: { type: "string" },
      },
    })
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : String(error))
  }
}

const invalid = (message: string): SessionStorageError =>
  new SessionStorageError("invalid_input", message, { hint: "npm run demo -- --help" })
