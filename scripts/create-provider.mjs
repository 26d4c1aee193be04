// Makes the package of a new provider of ../docs/providers.md: it compiles, and runs the kit, whose tests fail with an error
// that names what is not implemented yet.
//
//   create-provider session-redis                       packages/session-redis, of this workspace
//   create-provider session-redis ../session-redis      a package of its own, which depends on what is published
//   create-provider session-duckdb --sql [FOLDER]       for a SQL database: of ../docs/sql-providers.md
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const core = "@opencode/session-core"
const usage = "Usage: create-provider NAME [FOLDER] [--sql]"

const root = fileURLToPath(new URL("..", import.meta.url))

/** What a package is made of, and where it is explained. */
const kinds = {
  any: { template: "provider-template", guide: "docs/providers.md", prepare: [] },
  sql: { template: "sql-provider-template", guide: "docs/sql-providers.md", prepare: ["migrations"] },
}

const { name, folder, isMember, kind } = request(process.argv.slice(2))
try {
  create(name, folder, isMember, fileURLToPath(new URL(kind.template, import.meta.url)))
} catch (error) {
  refuse(`${folder} cannot be written: ${error.message}`)
}
const place = relative(process.cwd(), folder) || "."
console.log(`Made ${place}. What to do next:\n`)
for (const command of nextSteps(place, isMember, kind.prepare)) console.log(`  ${command}`)
console.log(`\nThe guide: ${relative(process.cwd(), join(root, kind.guide))}`)

/** Ends with what the person who asked has to know. */
function refuse(message) {
  console.error(message)
  process.exit(2)
}

/** @param {string[]} words */
function parse(words) {
  try {
    return parseArgs({ args: words, allowPositionals: true, options: { sql: { type: "boolean", default: false } } })
  } catch (error) {
    refuse(`${error.message}\n${usage}`)
  }
}

/** @param {string[]} words */
function request(words) {
  const { positionals, values } = parse(words)
  const [name, path, ...others] = positionals
  if (name === undefined || others.length > 0) refuse(usage)
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
  return { name, folder, isMember, kind: values.sql ? kinds.sql : kinds.any }
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
 * @param {string} template The folder of what it is made of.
 */
function create(name, folder, isMember, template) {
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
    manifest.scripts.prepack = "npm run build"
    const { [core]: _core, ...dependencies } = manifest.dependencies
    if (Object.keys(dependencies).length > 0) manifest.dependencies = dependencies
    else delete manifest.dependencies
    manifest.peerDependencies = { [core]: `^${versionOf("session-core")}` }
    manifest.devDependencies = {
      ...manifest.devDependencies,
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

/**
 * @param {string} place
 * @param {boolean} isMember Of this workspace.
 * @param {string[]} scripts What to run before the tests.
 */
function nextSteps(place, isMember, scripts) {
  if (isMember) {
    const prepare = scripts.map((script) => `pnpm --dir ${JSON.stringify(place)} ${script}`)
    return ["pnpm install", "turbo run build", ...prepare, `vitest run ${place}`]
  }
  return [`cd ${JSON.stringify(place)}`, "npm install", ...scripts.map((script) => `npm run ${script}`), "npm test"]
}
