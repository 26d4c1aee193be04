// Makes the package of a new provider of ../docs/providers.md: it compiles, and runs the kit, whose tests fail with an error
// that names what is not implemented yet.
//
//   create-provider session-redis                    packages/session-redis, of this workspace
//   create-provider session-redis ../session-redis   a package of its own, which depends on what is published
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const template = fileURLToPath(new URL("provider-template", import.meta.url))

const { name, folder, isMember } = request(process.argv.slice(2))
try {
  create(name, folder, isMember)
} catch (error) {
  refuse(`${folder} cannot be written: ${error.message}`)
}
const place = relative(process.cwd(), folder) || "."
console.log(`Made ${place}. What to do next:\n`)
for (const command of nextSteps(place, isMember)) console.log(`  ${command}`)
console.log("\nThe guide: docs/providers.md")

/** Ends with what the person who asked has to know. */
function refuse(message) {
  console.error(message)
  process.exit(2)
}

/** @param {string[]} words */
function request(words) {
  const [name, path, ...others] = words
  if (name === undefined || others.length > 0) refuse("Usage: create-provider NAME [FOLDER]")
  if (
    !/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name.replace(/^session-/, "")) ||
    name === "session" ||
    name.length > 100
  ) {
    refuse(
      `${JSON.stringify(name)} cannot be the name of a provider's package: it takes lower-case letters, digits and single hyphens, begins with a letter (also after session-), and is no longer than 100 characters, such as session-redis.`,
    )
  }
  const isMember = path === undefined
  const folder = isMember ? join(root, "packages", name) : resolve(path)
  if (existsSync(folder) && !isEmptyFolder(folder)) {
    refuse(`${folder} exists already: nothing was written. Choose another name or folder.`)
  }
  return { name, folder, isMember }
}

/** @param {string} path */
function isEmptyFolder(path) {
  try {
    return readdirSync(path).length === 0
  } catch {
    return false
  }
}

/**
 * @param {string} name
 * @param {string} folder
 * @param {boolean} isMember Of this workspace.
 */
function create(name, folder, isMember) {
  const short = name.replace(/^session-/, "")
  const words = short.split("-").map((word) => word[0].toUpperCase() + word.slice(1))
  /** @param {string} text */
  const named = (text) =>
    text
      .replaceAll("@opencode/session-example", isMember ? `@opencode/${name}` : name)
      .replaceAll("Example", words.join(""))
      .replaceAll("example", short)
  for (const entry of readdirSync(template, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(folder, named(relative(template, source)))
    makeFolder(dirname(target))
    writeFileSync(target, named(readFileSync(source, "utf8")))
  }
  if (isMember) copyFileSync(join(root, "packages/session-core/LICENSE"), join(folder, "LICENSE"))
  else standAlone(folder)
}

/**
 * Makes a folder with those above it. Node's own way to do so goes round for ever where a folder is not there and cannot be
 * made, as in /proc.
 *
 * @param {string} path
 */
function makeFolder(path) {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  mkdirSync(path)
}

/** Makes a package of its own of what would be a member of this workspace. */
function standAlone(folder) {
  const versionOf = (name) => readJson(root, "packages", name, "package.json").version
  const tools = readJson(root, "package.json").devDependencies
  editJson(join(folder, "package.json"), (manifest) => {
    manifest.scripts.test = "vitest run"
    delete manifest.dependencies
    manifest.peerDependencies = { "@opencode/session-core": `^${versionOf("session-core")}` }
    manifest.devDependencies = {
      "@opencode/session-testkit": `^${versionOf("session-testkit")}`,
      "@types/node": tools["@types/node"],
      typescript: tools.typescript,
      vitest: tools.vitest,
    }
  })
  editJson(join(folder, "tsconfig.json"), (configuration) => {
    delete configuration.extends
    const { compilerOptions } = readJson(root, "tsconfig.base.json")
    configuration.compilerOptions = { ...compilerOptions, ...configuration.compilerOptions }
  })
}

/** @param {string[]} path */
function readJson(...path) {
  return JSON.parse(readFileSync(join(...path), "utf8"))
}

function editJson(path, edit) {
  const value = readJson(path)
  edit(value)
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

function nextSteps(place, isMember) {
  if (isMember) return ["pnpm install", "turbo run build", `vitest run ${place}`]
  return [`cd ${JSON.stringify(place)}`, "npm install", "npm test"]
}
