// What `npm run check` looks at besides the tests. Each is a command; it passes when it exits with 0.
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("..", import.meta.url))
const packs = join(root, ".cache", "packs")

const published = readdirSync(join(root, "packages"))
  .map((name) => ({ name, manifest: JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) }))
  .filter(({ manifest }) => manifest.private !== true)

/** The packages as they would be published: checked as tarballs, since what counts is what people get. */
const packed = published.flatMap(({ name, manifest }) => {
  const tarball = join(packs, `${manifest.name.replace("@", "").replace("/", "-")}-${manifest.version}.tgz`)
  return [
    {
      name: `pack ${name}`,
      command: ["pnpm", "pack", "--pack-destination", packs],
      folder: `packages/${name}`,
    },
    { name: `publint ${name}`, command: ["publint", "--strict", tarball] },
    { name: `types of ${name} (attw)`, command: ["attw", tarball, "--profile", "esm-only", "--format", "ascii"] },
  ]
})

export function checks() {
  rmSync(packs, { recursive: true, force: true })
  mkdirSync(packs, { recursive: true })
  return [
    { name: "types", command: ["turbo", "run", "typecheck", "--output-logs=errors-only"] },
    { name: "types of the repository's own tests", command: ["tsc", "--noEmit", "-p", "test"] },
    { name: "format and lint (biome)", command: ["biome", "check", "--error-on-warnings", "."] },
    { name: "unused files, exports and dependencies (knip)", command: ["knip"] },
    ...packed,
  ]
}
