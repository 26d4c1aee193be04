import { existsSync } from "node:fs"
import { join } from "node:path"
import { root } from "../../scripts/packs.mjs"

const { platform, arch } = process
const programs = join(root, "test/programs/node_modules")

/** The runtimes that npm delivers for some kinds of machine (test/programs/package.json). */
const delivered = {
  bun: join(programs, `@oven/bun-${platform}-${arch === "arm64" ? "aarch64" : arch}/bin/bun`),
  deno: join(programs, `@deno/${platform}-${arch}${platform === "linux" ? "-glibc" : ""}/deno`),
  node22: join(programs, `node-22-${platform}-${arch}/bin/node`),
}

/** The program of a runtime; undefined where there is none for this kind of machine, which is an error in CI. */
export function runtimeProgram(name: keyof typeof delivered): string | undefined {
  const program = delivered[name]
  if (existsSync(program)) return program
  if (process.env.CI === "true") throw new Error(`${program} is not installed.`)
  return undefined
}

/** The program that puts a bundle into a copy of Node.js. */
export const postject = join(programs, "postject/dist/cli.js")

/** The program of an npm of that major version. */
export const npmProgram = (major: 10 | 11): string => join(programs, `npm-${major}`, "bin", "npm-cli.js")
