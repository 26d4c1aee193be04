import { readFile } from "node:fs/promises"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import { ownConfiguration } from "@opencode/session-opencode/mirror"
import { parse } from "jsonc-parser"

type Environment = Readonly<Record<string, string | undefined>>

const packageName = "@opencode/session-plugin"
const fileNames = ["config.json", "opencode.json", "opencode.jsonc", ".opencode.json"]

/**
 * Whether the user wants this: their own configuration lists the plugin, or has `sessionMirror`. A repository's configuration can have
 * OpenCode load the plugin, and no more.
 */
export async function isSwitchedOn(environment: Environment): Promise<boolean> {
  if ((await ownConfiguration(environment)).mirror !== null) return true
  for (const folder of ownFolders(environment)) {
    for (const name of fileNames) {
      const text = await readFile(join(folder, name), "utf8").catch(() => "")
      if (listsPlugin(parse(text))) return true
    }
  }
  return false
}

/** Where OpenCode and we look for the user's own files. */
function ownFolders({ HOME, OPENCODE_CONFIG_DIR, USERPROFILE, XDG_CONFIG_HOME }: Environment): string[] {
  const home = HOME || USERPROFILE || homedir()
  const named = [OPENCODE_CONFIG_DIR ?? "", join(XDG_CONFIG_HOME ?? "", "opencode")].filter((folder) =>
    isAbsolute(folder),
  )
  return [...named, join(home, ".config", "opencode"), join(home, ".opencode"), home]
}

function listsPlugin(content: unknown): boolean {
  if (typeof content !== "object" || content === null || !("plugin" in content)) return false
  const { plugin: plugins } = content
  if (!Array.isArray(plugins)) return false
  const names = plugins.map((entry: unknown) => (Array.isArray(entry) ? entry[0] : entry))
  return names.some((name) => typeof name === "string" && isThis(name))
}

/** With a version, and as a path to where the package lies. */
const isThis = (name: string): boolean =>
  name === packageName ||
  name.startsWith(`${packageName}@`) ||
  (/^(?:file:|[./~]|[A-Za-z]:)/.test(name) && /session-plugin/.test(name))
