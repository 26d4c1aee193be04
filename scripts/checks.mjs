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

/** Several threads would each infer the same types: half as much processor time again. */
const typecheck = ["tsc", "--singleThreaded", "--project"]

export function checks() {
  return [
    // All packages at once: most of it is to read Node.js's and Drizzle's types, which each for itself would do again. A browser
    // has other ones.
    { name: "types", command: [...typecheck, "tsconfig.check.json"] },
    // The types of highlight.js bring a browser's with them, in which the others must not be.
    { name: "types of the exports to read", command: [...typecheck, "packages/session-export"] },
    { name: "types of their tests in a browser", command: [...typecheck, "packages/session-export/browser"] },
    { name: "types of the page", command: [...typecheck, "packages/session-web/page"] },
    { name: "types of the page's tests", command: [...typecheck, "packages/session-web/browser"] },
    { name: "types of the tests of the demo's page", command: [...typecheck, "apps/demo/browser"] },
    // What the packages declare, as those who install them have it: under the strictest settings, and in both ways to resolve.
    { name: "types of a program that uses the packages", command: [...typecheck, "test/consumer"] },
    { name: "the same for a bundler", command: [...typecheck, "test/consumer/tsconfig.bundler.json"] },
    { name: "format and lint (biome)", command: ["biome", "check", "--error-on-warnings", "."] },
    { name: "unused files, exports and dependencies (knip)", command: ["knip"] },
    ...published(),
  ]
}
