import { execFile } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { hashOfRemoteId, remoteIdsOf } from "./open-code-project-id.ts"

const timeoutMilliseconds = 10_000

/** Variables that point git at another repository than the folder's own: they are set when we are run from a hook. */
const repositoryVariables = ["GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_PREFIX"]

/** The ids under which OpenCode may know the project of a folder: by its remote, by the id it left there, by its first commits. */
export async function openCodeIdsOf(directory: string): Promise<Set<string>> {
  const [remote, gitFolder, roots] = await Promise.all([
    runGit(directory, ["remote", "get-url", "origin"]),
    runGit(directory, ["rev-parse", "--git-common-dir"]),
    runGit(directory, ["rev-list", "--max-parents=0", "HEAD"]),
  ])
  const ids = new Set(remoteIdsOf(remote).map(hashOfRemoteId))
  for (const root of roots.split("\n")) ids.add(root.trim())
  if (gitFolder.trim() !== "") {
    const left = await readFile(join(resolve(directory, gitFolder.trim()), "opencode"), "utf8").catch(() => "")
    ids.add(left.trim())
  }
  ids.delete("")
  return ids
}

/** What git prints; nothing where there is no git, no repository or no answer: the folder then says nothing. */
function runGit(directory: string, arguments_: readonly string[]): Promise<string> {
  const environment: NodeJS.ProcessEnv = { ...process.env, GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0" }
  for (const variable of repositoryVariables) delete environment[variable]
  const options = { cwd: directory, env: environment, timeout: timeoutMilliseconds, windowsHide: true }
  return new Promise((done) => execFile("git", arguments_, options, (error, stdout) => done(error ? "" : stdout)))
}
