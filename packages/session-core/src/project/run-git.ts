import { execFile } from "node:child_process"
import { SessionStorageError } from "../errors/index.ts"
import { findProgram } from "./find-program.ts"

/** How a call of git ended. `missing`: there is no git on this machine, or none that runs. */
export type GitResult =
  | { kind: "ok"; stdout: string }
  | { kind: "failed"; stdout: string; stderr: string }
  | { kind: "missing" }

/** Long enough for a cold network drive; git answers these questions in milliseconds otherwise. */
const timeoutMilliseconds = 10_000
const maximumOutputBytes = 16 * 1024 * 1024

/**
 * The caller's variables that git gets. Everything else is left out, above all what points it at another repository (set
 * whenever we are run from a git hook), at a program, or at a file to write traces to. `GIT_CONFIG_*` are the user's own
 * settings; those that could run something are overruled by `settings`.
 */
const keptVariables =
  /^(?:PATH|HOME|XDG_CONFIG_HOME|SUDO_UID|DEVELOPER_DIR|TMPDIR|TEMP|TMP|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|PATHEXT|GIT_CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|(?:KEY|VALUE)_\d+))$/

/** Most attacks are stopped by any one of these. An old git ignores those that it does not know. */
const safeVariables: Readonly<Record<string, string>> = {
  // No protocol is called "none": nothing is fetched, not even from a folder, and no remote helper is started.
  GIT_ALLOW_PROTOCOL: "none",
  GIT_PROTOCOL_FROM_USER: "0",
  GIT_NO_LAZY_FETCH: "1",
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_ASKPASS: "",
  SSH_ASKPASS: "",
  SSH_ASKPASS_REQUIRE: "never",
  GIT_SSH_COMMAND: "false",
  GIT_PAGER: "cat",
  GIT_EDITOR: "false",
  GIT_ATTR_NOSYSTEM: "1",
  // Its messages are read: they must be in English.
  LC_ALL: "C",
}

/** Settings on the command line beat those of the repository. */
const settings = [
  "safe.bareRepository=explicit",
  "protocol.allow=never",
  "core.hooksPath=/dev/null",
  "core.fsmonitor=false",
  "core.sshCommand=false",
  "core.gitProxy=false",
  "core.askPass=",
  "core.pager=cat",
  "core.alternateRefsCommand=false",
  "credential.helper=",
  "gpg.program=false",
  "log.showSignature=false",
  "gc.auto=0",
  "submodule.recurse=false",
].flatMap((setting) => ["-c", setting])

export interface RunGitOptions {
  environment: Readonly<Record<string, string | undefined>>
  /** Git does not look for a repository above this folder. */
  ceiling?: string
}

/**
 * Runs the real git in `directory`: without a shell and without prompts, and so that it neither runs anything that the
 * repository names nor touches the network. The folder may be a stranger's. Nothing else in this project may start git.
 *
 * Fails with `timeout` after ten seconds: to go on under the folder's name would put sessions into another project.
 */
export const runGit = async (
  directory: string,
  arguments_: readonly string[],
  options: RunGitOptions,
): Promise<GitResult> => {
  const program = await findProgram("git", options.environment)
  if (program === null) return { kind: "missing" }
  return new Promise((resolve, reject) => {
    execFile(
      program,
      ["--no-pager", "--no-replace-objects", ...settings, ...arguments_],
      {
        cwd: directory,
        env: gitEnvironment(options),
        timeout: timeoutMilliseconds,
        maxBuffer: maximumOutputBytes,
        killSignal: "SIGKILL",
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        if (error === null) resolve({ kind: "ok", stdout })
        else if (error.killed && error.signal === "SIGKILL") reject(timeoutError(directory))
        // A number is git's exit code, another word says why it could not be started.
        else if (typeof error.code !== "string") resolve({ kind: "failed", stdout, stderr })
        else if (error.code === "ERR_CHILD_PROCESS_STDIO_MAXBUFFER") resolve({ kind: "failed", stdout: "", stderr })
        else resolve({ kind: "missing" })
      },
    )
  })
}

const gitEnvironment = ({ environment, ceiling }: RunGitOptions): NodeJS.ProcessEnv => {
  const kept = Object.entries(environment).filter(([name]) => keptVariables.test(name.toUpperCase()))
  return {
    ...Object.fromEntries(kept),
    ...safeVariables,
    ...(ceiling === undefined ? {} : { GIT_CEILING_DIRECTORIES: ceiling }),
  }
}

const timeoutError = (directory: string): SessionStorageError =>
  new SessionStorageError("timeout", `git did not answer within 10 seconds in ${directory}.`, {
    hint: "Try again. Is the folder on a drive that does not answer?",
  })
