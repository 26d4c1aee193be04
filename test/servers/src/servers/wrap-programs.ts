import { open, readdir, rename, writeFile } from "node:fs/promises"
import { basename, dirname, join, relative } from "node:path"

/**
 * Makes the unpacked programs run with the C library that was unpacked beside them, whatever this machine has: each of
 * `programs` (paths inside `folder`) becomes a script that starts the real one through the unpacked loader. The scripts find
 * the folder from their own place, so that it can be moved.
 */
export const wrapPrograms = async (folder: string, programs: readonly string[]): Promise<void> => {
  const libraries = await librariesOf(folder)
  for (const program of programs) {
    const path = join(folder, program)
    if (!(await isElf(path))) continue
    const real = join(dirname(path), `.${basename(path)}.real`)
    await rename(path, real)
    const up = relative(dirname(path), folder)
    const script = [
      "#!/bin/sh",
      `here=$(dirname "$(readlink -f "$0")")`,
      `root=$(cd "$here/${up}" && pwd)`,
      `exec "$root/${libraries.loader}" --inhibit-cache --argv0 "$0" \\`,
      `  --library-path "${libraries.folders.map((name) => `$root/${name}`).join(":")}" "$here/${basename(real)}" "$@"`,
      "",
    ].join("\n")
    await writeFile(path, script, { mode: 0o755 })
  }
}

/** The unpacked loader and the folders with libraries, as paths inside `folder`. */
const librariesOf = async (folder: string): Promise<{ loader: string; folders: string[] }> => {
  const folders: string[] = []
  const loaders: string[] = []
  for (const parent of ["lib", "usr/lib"]) {
    for (const name of await readdir(join(folder, parent)).catch(() => [])) {
      if (!/-linux-gnu/.test(name)) continue
      folders.push(`${parent}/${name}`)
      const files = await readdir(join(folder, parent, name))
      loaders.push(
        ...files.filter((file) => /^ld-linux.*\.so\.\d+$/.test(file)).map((file) => `${parent}/${name}/${file}`),
      )
    }
  }
  const [loader] = loaders
  if (loader === undefined) throw new Error("There is no loader (ld.so) among the packages.")
  return { loader, folders }
}

const isElf = async (path: string): Promise<boolean> => {
  const file = await open(path).catch(() => null)
  if (file === null) return false
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.toString("latin1") === "\x7fELF"
  } finally {
    await file.close()
  }
}
