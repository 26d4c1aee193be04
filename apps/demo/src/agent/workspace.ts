import { randomUUID } from "node:crypto"
import { constants, type Stats } from "node:fs"
import { chmod, lstat, mkdir, open, readdir, realpath, rename, rm, writeFile } from "node:fs/promises"
import { dirname, join, sep } from "node:path"
import { isGitFolder, isRepository, mayBeGitName } from "./git-folder.ts"

/** A tool was asked for something that it does not do. The model reads the message. */
class WorkspaceError extends Error {}

const maximumBytes = 256 * 1024
const maximumEntries = 500
/** No operating system takes longer ones. */
const maximumPath = 4096
const ignored = new Set(["node_modules"])
const gitMessage = "Git's own files can neither be read nor written: what is in them makes git run programs."

/**
 * The folder that the agent's tools work in, and cannot leave: what a model asks for may come from a web page or a file that
 * it read. Paths are relative with `/`; links are never followed, wherever they lead. Git's own files, in a `.git` at any depth or in
 * a bare repository, are out of its reach: their content makes git run programs.
 */
export class Workspace {
  readonly folder: string

  private constructor(folder: string) {
    this.folder = folder
  }

  /** Creates the folder when it is missing. */
  static async open(folder: string): Promise<Workspace> {
    await mkdir(folder, { recursive: true })
    const real = await realpath(folder)
    if (real.split(sep).some(mayBeGitName) || (await isRepository(real))) {
      throw new WorkspaceError(`${folder} belongs to a git repository's own files. Choose another workspace.`)
    }
    return new Workspace(real)
  }

  /** The paths of the files below a folder, sorted; the whole workspace for an empty path. */
  async list(path = ""): Promise<string[]> {
    const steps = path === "" || path === "." ? [] : stepsOf(path)
    const { file: folder, stats } = await this.#find(steps)
    if (await isRepository(folder)) throw new WorkspaceError(gitMessage)
    if (stats === null) throw new WorkspaceError(`There is no folder ${path}.`)
    if (!stats.isDirectory()) throw new WorkspaceError(`${path} is no folder.`)
    const found: string[] = []
    await this.#collect(steps, found)
    return found.sort()
  }

  /** A text file's content. */
  async read(path: string): Promise<string> {
    const { file, stats } = await this.#find(stepsOf(path))
    if (stats === null) throw new WorkspaceError(`There is no file ${path}.`)
    if (!stats.isFile()) throw new WorkspaceError(`${path} is no file.`)
    // Not followed even when it became a link since, and a pipe does not block.
    const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      await this.#assertInside(file)
      const { size } = await handle.stat()
      if (size > maximumBytes) throw new WorkspaceError(`${path} has ${size} bytes; the limit is ${maximumBytes}.`)
      const content = await handle.readFile()
      if (content.includes(0)) throw new WorkspaceError(`${path} is no text.`)
      return content.toString("utf8")
    } finally {
      await handle.close()
    }
  }

  /** Writes a file whole, with the folders that it needs. Gives its path as it is listed. */
  async write(path: string, content: string): Promise<string> {
    const size = Buffer.byteLength(content)
    if (size > maximumBytes) throw new WorkspaceError(`The content has ${size} bytes; the limit is ${maximumBytes}.`)
    const steps = stepsOf(path)
    const { file, stats } = await this.#find(steps)
    if (stats !== null && !stats.isFile()) throw new WorkspaceError(`${path} is no file.`)
    await this.#assertMakesNoRepository(steps)
    await mkdir(dirname(file), { recursive: true })
    await this.#assertInside(file)
    // A new file takes the old one's place: one that is linked from elsewhere stays what it is there.
    const draft = join(dirname(file), `.${randomUUID()}.draft`)
    try {
      await writeFile(draft, content, { flag: "wx" })
      // A script stays executable, and what only its user may read stays so.
      if (stats !== null) await chmod(draft, stats.mode & 0o777)
      await rename(draft, file)
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    return steps.join("/")
  }

  /** Looks at each step of the way; `stats` is null when there is nothing. */
  async #find(steps: string[]): Promise<{ file: string; stats: Stats | null }> {
    const file = join(this.folder, ...steps)
    let place = this.folder
    let stats: Stats | null = await lstat(place)
    for (const step of steps) {
      if (stats !== null && !stats.isDirectory()) throw new WorkspaceError(`${steps.join("/")} leads through a file.`)
      if ((await isGitFolder(place, step)) || (await isRepository(place))) throw new WorkspaceError(gitMessage)
      place = join(place, step)
      stats = await lookAt(place)
      if (stats === null) return { file, stats }
      if (stats.isSymbolicLink()) {
        throw new WorkspaceError(`${steps.join("/")} leads through a link. Links are not followed.`)
      }
    }
    return { file, stats }
  }

  /** A folder that holds HEAD, objects and refs is a repository for git, with its config and hooks, whatever it is called. */
  async #assertMakesNoRepository(steps: string[]): Promise<void> {
    for (const [index, step] of steps.entries()) {
      if (await isRepository(join(this.folder, ...steps.slice(0, index)), step)) throw new WorkspaceError(gitMessage)
    }
  }

  /** That no folder on the way became a link since it was looked at. */
  async #assertInside(file: string): Promise<void> {
    const folder = await realpath(dirname(file))
    if (folder !== dirname(file)) throw new WorkspaceError("This path leads out of the workspace.")
  }

  async #collect(steps: string[], found: string[]): Promise<void> {
    const folder = join(this.folder, ...steps)
    if (await isRepository(folder)) return
    const entries = await readdir(folder, { withFileTypes: true })
    for (const entry of entries) {
      if (found.length >= maximumEntries) return
      if (ignored.has(entry.name) || mayBeGitName(entry.name)) continue
      if (entry.isDirectory()) await this.#collect([...steps, entry.name], found)
      else if (entry.isFile()) found.push([...steps, entry.name].join("/"))
    }
  }
}

function stepsOf(path: string): string[] {
  if (path.length > maximumPath) throw new WorkspaceError("This path is too long.")
  if (path.includes("\0")) throw new WorkspaceError("A path has no NUL.")
  if (path.startsWith("/") || /^[a-z]:/i.test(path) || path.startsWith("~")) {
    throw new WorkspaceError(`${path} is absolute. Paths are relative to the workspace.`)
  }
  const steps = path.split(sep === "\\" ? /[/\\]/ : "/").filter((step) => step !== "" && step !== ".")
  if (steps.includes("..")) throw new WorkspaceError(`${path} leads out of the workspace.`)
  if (steps.length === 0) throw new WorkspaceError("A path is missing.")
  if (steps.some(mayBeGitName)) throw new WorkspaceError(gitMessage)
  return steps
}

async function lookAt(place: string): Promise<Stats | null> {
  try {
    return await lstat(place)
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) return null
    if (error instanceof Error && "code" in error && error.code === "ENAMETOOLONG") {
      throw new WorkspaceError("This path is too long.")
    }
    throw error
  }
}
