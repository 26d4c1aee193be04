import { copyFileSync, cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { delimiter, dirname, join } from "node:path"
import { mustRun } from "session-test-support/run"
import { root } from "../../scripts/packs.mjs"

/** Somebody's machine: a home folder in which OpenCode and another agent have been at work, and the folder of a project. */
export interface Application {
  /** The folder of the project `my-app`. Empty, but for a package.json. */
  folder: string
  /** Where `npm install --global` puts commands. */
  commands: string
  environment: NodeJS.ProcessEnv
  /** Runs a command there that must succeed. Gives what it printed. */
  run(...command: string[]): Promise<string>
}

export interface ApplicationOptions {
  /** A folder of its own. */
  parent: string
  /** Where npm asks for packages. */
  registry: string
  /** npm's cache, which the applications share. */
  cache: string
  /** Where else commands are. */
  path?: string[]
}

/** Makes one. Nothing of the environment but the PATH gets in. */
export function createApplication({ parent, registry, cache, path = [] }: ApplicationOptions): Application {
  const folder = join(parent, "my-app")
  const home = join(parent, "home")
  const commands = join(parent, "global", "bin")
  const history = join(home, ".local", "share", "opencode")
  mkdirSync(folder, { recursive: true })
  mkdirSync(history, { recursive: true })
  copyFileSync(join(root, "apps/demo/sample/opencode.db"), join(history, "opencode.db"))
  for (const [from, to] of [
    ["claude-code", ".claude"],
    ["codex", ".codex"],
    ["gemini", ".gemini"],
    ["goose", ".local/share/goose/sessions"],
  ] as const) {
    cpSync(join(root, "packages/session-agents/test/fixtures", from), join(home, to), { recursive: true })
  }
  writeFileSync(join(folder, "package.json"), "{}\n")
  const environment = {
    // This Node.js comes first.
    PATH: [commands, ...path, dirname(process.execPath), process.env.PATH].join(delimiter),
    HOME: home,
    npm_config_registry: registry,
    npm_config_cache: cache,
    npm_config_prefix: join(parent, "global"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
  }
  return { folder, commands, environment, run: (...command) => mustRun(command, { folder, environment }) }
}

/** The names of all packages that are installed in a folder, however deep. */
export function installedPackages(folder: string): string[] {
  const names = readdirSync(join(folder, "node_modules"), { recursive: true, encoding: "utf8" }).flatMap((path) => {
    const [, name] = /(?:^|node_modules\/)((?:@[^/]+\/)?[^/@.][^/]*)\/package\.json$/.exec(path) ?? []
    return name === undefined || /\/package\.json$/.test(name) ? [] : [name]
  })
  return [...new Set(names)].sort()
}
