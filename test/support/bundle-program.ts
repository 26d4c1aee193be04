import { mkdir, rename, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { forNode, neverBundled } from "../../scripts/bundle.mjs"

/**
 * Puts a program in TypeScript that a test starts, of a package's folder `test`, into one file of JavaScript, and gives that:
 * reading it costs a third of the processor time that its four hundred modules cost each time.
 */
export async function bundleProgram(source: URL): Promise<string> {
  const program = fileURLToPath(source)
  const { outputFiles } = await build({
    ...forNode,
    entryPoints: [program],
    external: neverBundled,
    write: false,
  })
  const [bundle] = outputFiles
  if (bundle === undefined) throw new Error(`Nothing was made of ${program}.`)
  const folder = bundles(program)
  await mkdir(folder, { recursive: true })
  // Tests run side by side: the same content has the same name, and a file that has its name is whole.
  const file = join(folder, `${basename(program, ".ts")}-${bundle.hash.replace(/\W/g, "")}.mjs`)
  await writeFile(`${file}.${process.pid}`, bundle.contents)
  await rename(`${file}.${process.pid}`, file)
  return file
}

/** A folder in which Node.js finds what the package depends on, and no tool looks for sources. */
function bundles(program: string): string {
  const [packageFolder = dirname(program)] = program.split(/[/\\]test[/\\]/)
  return join(packageFolder, "node_modules", ".programs")
}
