// The repository's commands: installs and builds what is missing, then runs a task with the Node.js that the packages need.
// It runs on Node.js 20 and newer, before anything is installed: nothing but Node's own modules here.
import { spawnSync } from "node:child_process"
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs"
import { homedir } from "node:os"
import { delimiter, join } from "node:path"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("..", import.meta.url))
const [, , task, ...taskArguments] = process.argv

const environment = {
  ...process.env,
  // The pinned Node.js comes first: better-sqlite3 crashes an old one.
  PATH: join(root, "node_modules", ".bin") + delimiter + process.env.PATH,
  TURBO_TELEMETRY_DISABLED: "1",
  ...homeEnvironment(),
  // What is tried out here stays here.
  OPENCODE_DATA_DIRECTORY: process.env.OPENCODE_DATA_DIRECTORY || join(root, ".data"),
}

const packageFolders = [
  "session-core",
  "session-sqlite-driver",
  "session-sqlite",
  "session-mysql",
  "session-postgres",
  "session-opencode",
  "session-agents",
  "session-export",
  "session-cli",
  "session-web",
].map((name) => join(root, "packages", name))
const webFolder = join(root, "packages", "session-web")
const demoFolder = join(root, "apps", "demo")
const demoServer = join(demoFolder, "dist", "main.js")

/** What the demo and the command are made of, with what is built of each. The demo's server has the packages in it. */
const shownSources = [
  ...packageFolders.map((folder) => ({ sources: join(folder, "src"), output: join(folder, "dist", "index.js") })),
  ...[...packageFolders, demoFolder].map((folder) => ({ sources: join(folder, "src"), output: demoServer })),
  { sources: join(webFolder, "page"), output: join(webFolder, "dist", "page", "index.html") },
]

const tasks = {
  test: () => runNode("scripts/test.mjs", "always"),
  check: () => runNode("scripts/check.mjs", "always"),
  nightly: () => runNode("scripts/nightly.mjs", "always"),
  bench: () => runNode("bench/src/main.ts", "always"),
  demo: () => runNode("apps/demo/dist/main.js", "stale"),
  session: () => runNode("packages/session-cli/dist/bin.js", "stale"),
  matrix: () => runNode("test/histories/print-matrix.ts", "always"),
  pack: () => runNode("scripts/pack.mjs", "always"),
  draw: () => runNode("scripts/draw.mjs", "never"),
}

if (!Object.hasOwn(tasks, task)) {
  console.error(`There is no task ${task}. There are: ${Object.keys(tasks).join(", ")}.`)
  process.exit(2)
}
tasks[task]()

/** npm and pnpm keep their caches in the home folder. Where there is none to write to, as in a container, it is in the checkout. */
function homeEnvironment() {
  try {
    accessSync(homedir(), constants.W_OK)
    return {}
  } catch {
    const home = join(root, ".cache", "home")
    mkdirSync(home, { recursive: true })
    // npm hands the place of its cache on to what it runs.
    return { HOME: home, USERPROFILE: home, npm_config_cache: join(home, ".npm") }
  }
}

function runNode(script, build) {
  if (build === "always" || !isInstalled()) install()
  if (build === "always") buildPackages([])
  // Looking at the files is faster than asking turbo.
  else if (build === "stale" && !isBuilt(shownSources)) buildPackages(["--filter=session-demo..."])
  // What is run from here looks at the folder that npm was called in, as the installed command would.
  const directory = task === "session" ? (process.env.INIT_CWD ?? root) : root
  // Ctrl-C goes to the program, which ends in its own time, and then this does.
  const ignore = () => {}
  process.on("SIGINT", ignore)
  const { status, signal } = spawnSync("node", [join(root, script), ...taskArguments], {
    cwd: directory,
    env: environment,
    stdio: "inherit",
  })
  process.off("SIGINT", ignore)
  if (signal !== null) process.kill(process.pid, signal)
  process.exit(status ?? 1)
}

function buildPackages(filters) {
  must("turbo", ["run", "build", "--output-logs=errors-only", ...filters])
}

function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  must("npx", ["--yes", packageManager, "install", "--frozen-lockfile", "--reporter=append-only"])
}

/** Runs a command and shows what it says on standard error, so that a task's own output can be piped. */
function must(command, commandArguments) {
  const { status, error } = spawnSync(command, commandArguments, {
    cwd: root,
    env: environment,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  })
  if (status === 0) return
  console.error(`${command} ${commandArguments.join(" ")} failed${error === undefined ? "" : `: ${error.message}`}.`)
  process.exit(1)
}

/** pnpm keeps the lockfile that it installed. */
function isInstalled() {
  const installed = join(root, "node_modules", ".pnpm", "lock.yaml")
  return existsSync(installed) && readFileSync(installed, "utf8") === readFileSync(join(root, "pnpm-lock.yaml"), "utf8")
}

function isBuilt(built) {
  return built.every(({ sources, output }) => existsSync(output) && newest(sources) <= statSync(output).mtimeMs)
}

function newest(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0)
}
