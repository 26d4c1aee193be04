import { lstat, readdir } from "node:fs/promises"
import { join } from "node:path"

/** Characters that a file system of macOS leaves out when it compares names. */
const ignorable = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/**
 * Whether a file system may take a name for `.git`: in any case, with trailing dots and blanks or a stream's name (Windows), as the
 * short name `git~1`, or with characters that are not compared (macOS). Names that merely look like it are refused too.
 */
export function mayBeGitName(name: string): boolean {
  const [plain = ""] = name.replace(ignorable, "").normalize("NFKC").split(":", 1)
  const folded = plain.replace(/[. ]+$/, "").toUpperCase()
  return folded === ".GIT" || /^GI(?:T|[0-9A-F]{4})~\d+$/.test(folded)
}

/** Whether a name in a folder is the same file as the folder's `.git`, whatever the file system makes of names. */
export async function isGitFolder(folder: string, name: string): Promise<boolean> {
  if (mayBeGitName(name)) return true
  const [one, other] = await Promise.all([name, ".git"].map((each) => lstat(join(folder, each)).catch(() => null)))
  return one != null && other != null && one.dev === other.dev && one.ino === other.ino
}

/** By these three, git takes a folder of any name for a repository, and runs what its `config` and `hooks` say. */
const repositoryNames = ["HEAD", "OBJECTS", "REFS"]

/** Whether a folder is a repository without a working tree, or would be with one more name in it. */
export async function isRepository(folder: string, added?: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [])
  const present = new Set([...names, ...(added === undefined ? [] : [added])].map((name) => name.toUpperCase()))
  return repositoryNames.every((name) => present.has(name))
}
