import { execFile } from "node:child_process"
import { SessionStorageError } from "../errors/index.ts"

/** How a call of git ended. `missing`: there is no git on this machine, or none that runs. */
export type GitResult =
  | { kind: "ok"; stdout: string }
  | { kind: "failed"; stdout: string; stderr: string }
  | { kind: "missing" }

/** Long enough for a cold network drive; git answers these questions in milliseconds otherwise. */
const timeoutMilliseconds = 10_000

/**
 * Variables that point git at another repository than the folder's own. They are set whenever we are run from a git hook.
 */
const repositoryVariables = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
]

/**
 * Asks the real git about the repository that `directory` is in, without a shell and without prompts.
 *
 * Fails with `timeout` after ten seconds: to go on under the folder's name would put sessions into another project.
 */
export const runGit = (
  directory: string,
  arguments_: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<GitResult> =>
  new Promise((resolve, reject) => {
    execFile(
      "git",
      arguments_,
      {
        cwd: directory,
        env: gitEnvironment(environment),
        timeout: timeoutMilliseconds,
        killSignal: "SIGKILL",
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve({ kind: "ok", stdout })
        // A number is git's exit code, a word says why it could not be started.
        else if (typeof error.code === "string") resolve({ kind: "missing" })
        else if (error.killed && error.signal === "SIGKILL") reject(timeoutError(directory))
        else resolve({ kind: "failed", stdout, stderr })
      },
    )
  })

const gitEnvironment = (environment: Readonly<Record<string, string | undefined>>): NodeJS.ProcessEnv => {
  const result: NodeJS.ProcessEnv = { ...environment }
  for (const variable of repositoryVariables) delete result[variable]
  // Its messages are read: they must be in English.
  return { ...result, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C" }
}

const timeoutError = (directory: string): SessionStorageError =>
  new SessionStorageError("timeout", `git did not answer within 10 seconds in ${directory}.`, {
    hint: "Try again. Is the folder on a drive that does not answer?",
  })
