import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, posix, sep } from "node:path"
import { root } from "../../scripts/packs.mjs"
import { importsOf } from "./imports-of.ts"

/** A source, with what it imports by path. Paths are relative to the folder that was asked for, with slashes. */
export interface SourceFile {
  path: string
  /** May lead out of the folder, with `../`. */
  imports: string[]
}

const isSource = /\.(?:ts|tsx|mjs)$/
const isLeftOut = /(?:^|\/)(?:node_modules|dist)\/|\.d\.ts$/

const known = new Map<string, SourceFile[]>()

/** The sources of a folder of the repository, tests too. */
export function sourceFiles(folder: string): SourceFile[] {
  const sources = known.get(folder) ?? readSources(folder)
  known.set(folder, sources)
  return sources
}

function readSources(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll(sep, "/"))
    .filter((path) => isSource.test(path) && !isLeftOut.test(path))
    .sort()
    .map((path) => ({ path, imports: importedFiles(path, readFileSync(join(root, folder, path), "utf8")) }))
}

const importedFiles = (path: string, text: string): string[] =>
  importsOf(path, text)
    .filter((specifier) => specifier.startsWith("."))
    .map((specifier) => posix.join(dirname(path), specifier))

/** A test may import what it likes: nothing imports it. */
export const isTest = ({ path }: SourceFile): boolean => /\.(?:test|nightly)\.tsx?$/.test(path)
