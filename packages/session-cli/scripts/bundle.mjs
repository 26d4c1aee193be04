// Puts the command and what it needs into a few files: starting it then reads five files instead of five hundred. Only the
// driver stays outside, since it has a binary. Third parties' licences go with their code.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"

const folder = fileURLToPath(new URL("..", import.meta.url))
const output = join(folder, "dist")
rmSync(join(output, "chunks"), { recursive: true, force: true })

const { metafile } = await build({
  absWorkingDir: folder,
  entryPoints: ["src/bin.ts"],
  outdir: output,
  bundle: true,
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
  format: "esm",
  platform: "node",
  target: "node22",
  external: ["better-sqlite3"],
  // jsonc-parser is UMD otherwise, which a bundle cannot follow.
  mainFields: ["module", "main"],
  metafile: true,
  // Less to read at every start; names stay, so that a stack trace can be read too.
  minifyWhitespace: true,
  minifySyntax: true,
  // Some of the libraries are CommonJS and require Node's own modules.
  banner: {
    js: 'import { createRequire as createBundleRequire } from "node:module";\nvar require = createBundleRequire(import.meta.url);',
  },
})

// The program exports nothing; who looks for its types shall find that.
writeFileSync(join(output, "bin.d.ts"), "export {}\n")

const packages = new Set(Object.keys(metafile.inputs).flatMap((input) => packageFolder(input) ?? []))
const notices = [...packages].sort().map((path) => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, path, "package.json"), "utf8"))
  return { name, text: `${name} ${version} (${license})\n\n${licenceOf(join(folder, path))}` }
})
writeFileSync(
  join(output, "THIRD-PARTY-LICENSES.txt"),
  notices
    .filter(({ name }) => !name.startsWith("@opencode/"))
    .map(({ text }) => text)
    .join(`\n\n${"-".repeat(80)}\n\n`),
)

/** The folder of the package that a file belongs to; undefined for our own. */
function packageFolder(input) {
  return /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
}

function licenceOf(path) {
  const file = readdirSync(path).find((name) => /^licen[cs]e/i.test(name))
  return file === undefined ? "The package has no licence file." : readFileSync(join(path, file), "utf8").trim()
}
