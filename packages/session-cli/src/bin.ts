#!/usr/bin/env node
// Must parse and link in old versions of Node.js, which only learn here that they are too old: built-in modules by their
// default export, everything else after the check.
import module from "node:module"
import { homedir } from "node:os"
import { join } from "node:path"

const requiredMajor = 22

if (Number.parseInt(process.versions.node, 10) < requiredMajor && process.versions.bun === undefined) {
  process.stderr.write(
    `opencode-session needs Node.js ${requiredMajor} or newer; this is Node.js ${process.versions.node} (${process.execPath}).\n` +
      "Install a newer one from https://nodejs.org, or with your version manager: nvm install 24\n",
  )
  process.exitCode = 1
} else {
  // In a folder of the user's own: whoever can write to a compile cache decides what runs. Node's default is in /tmp.
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache")
  module.enableCompileCache?.(join(cache, "opencode-session"))
  const { main } = await import("./program/main.ts")
  process.exitCode = await main(process.argv.slice(2), process.env)
}
