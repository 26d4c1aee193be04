// What `npm run check` looks at besides the tests. Each is a command; it passes when it exits with 0.
import { join } from "node:path"
import { packs, root } from "./packs.mjs"

/** Of each package, the tarball that would be published: that it can be made, and that people's tools understand it. */
const published = () =>
  packs(join(root, ".cache", "packs")).flatMap(({ name, folder, tarball, command }) => [
    { name: `pack ${name}`, command, folder },
    { name: `publint ${name}`, command: ["publint", "--strict", tarball] },
    { name: `types of ${name} (attw)`, command: ["attw", tarball, "--profile", "esm-only", "--format", "ascii"] },
  ])

export function checks() {
  return [
    { name: "types", command: ["turbo", "run", "typecheck", "--output-logs=errors-only"] },
    { name: "types of the repository's own tests", command: ["tsc", "--noEmit", "-p", "test"] },
    { name: "format and lint (biome)", command: ["biome", "check", "--error-on-warnings", "."] },
    { name: "unused files, exports and dependencies (knip)", command: ["knip"] },
    ...published(),
  ]
}
