import { homedir } from "node:os"
import type { CommandContext } from "../context/command-context.ts"
import { pathArgument } from "../usage/path-argument.ts"

/** The database that a mirror is about: the one that was named, else that of the OpenCode on this machine. */
export async function openCodeDatabaseOf(
  { directory, environment }: CommandContext,
  named: string | undefined,
): Promise<string> {
  if (named !== undefined) return pathArgument(named, directory, "DATABASE")
  const { openCodeDatabase } = await import("@opencode/session-opencode/mirror")
  const home = environment.HOME || environment.USERPROFILE || homedir()
  return openCodeDatabase({ home, environment, platform: process.platform, directory })
}
