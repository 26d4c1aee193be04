import type { Finding } from "./finding.ts"

/** What a path goes on with. */
const rest = String.raw`[^\s"'${"`"}<>|*?:;,(){}\[\]]`

/** A home folder of any system, with what is in it. */
const homes = new RegExp(
  String.raw`(?:/(?:var/)?home/|/Users/|/mnt/[a-z]/Users/|(?<![A-Za-z])[A-Za-z]:[\\/]{1,4}Users[\\/]{1,4})${rest}{1,4000}|/root(?![\w.-])${rest}{0,4000}|(?<![\w.~/\\-])~[\\/]${rest}{1,4000}`,
  "g",
)

/** More folders than that are no projects of one session. */
const mostRoots = 100

/** Knows which paths are private: home folders, and the folders of the projects that it was told of. */
export class PathFinder {
  #roots = new Set<string>()
  #pattern: RegExp | null = null
  readonly #homes: readonly RegExp[]

  /** `home` is a home folder of another name than systems give. */
  constructor(home?: string) {
    const own =
      home === undefined || home.length < 3 ? [] : [new RegExp(`${patternOf(home)}(?![\\w-])${rest}{0,4000}`, "g")]
    this.#homes = [homes, ...own]
  }

  /** Adds a project's folder. What is in it keeps its path in the project. */
  add(folder: string): void {
    const root = folder.replace(/[\\/]+$/, "")
    // The root of a disk is in every path.
    if (root.length < 3 || /^[A-Za-z]:$/.test(root) || this.#roots.has(root) || this.#roots.size >= mostRoots) return
    this.#roots.add(root)
    const longestFirst = [...this.#roots].sort((left, right) => right.length - left.length)
    const forms = longestFirst.flatMap((each) => [...new Set([each, encodeURI(each.toWellFormed())])])
    this.#pattern = new RegExp(String.raw`(?<![\w.-])(?:${forms.map(patternOf).join("|")})(?![\w-])`, "gi")
  }

  find(text: string): Finding[] {
    const inProjects = this.#pattern === null ? [] : all(text, this.#pattern, "project-folder")
    const covered = new Set(inProjects.map(({ start }) => start))
    const inHomes = this.#homes.flatMap((pattern) => all(text, pattern, "path"))
    return [...inProjects, ...inHomes.filter(({ start }) => !covered.has(start))]
  }
}

const all = (text: string, pattern: RegExp, kind: string): Finding[] =>
  [...text.matchAll(pattern)].map(({ index, 0: { length } }) => ({ start: index, end: index + length, kind }))

/** A folder however its separators are written: in JSON, a backslash is two. */
const patternOf = (folder: string): string =>
  folder
    .split(/[\\/]+/)
    .map((name) => name.replace(/[$()*+.?[\\\]^{|}-]/g, "\\$&"))
    .join(String.raw`[\\/]{1,4}`)
