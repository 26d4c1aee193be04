#!/usr/bin/env node
// Must parse and link in old versions of Node.js, which only learn here that they are too old: built-in modules by their
// default export, everything else after the check.
import fs from "node:fs"
import module from "node:module"
import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import v8 from "node:v8"

const requiredMajor = 22

if (Number.parseInt(process.versions.node, 10) < requiredMajor && process.versions.bun === undefined) {
  process.stderr.write(
    `opencode-session needs Node.js ${requiredMajor} or newer; this is Node.js ${process.versions.node} (${process.execPath}).\n` +
      "Install a newer one from https://nodejs.org, or with your version manager: nvm install 24\n",
  )
  process.exitCode = 1
} else {
  // In a folder of the user's own: whoever can write to a compile cache decides what runs. Node's default is in /tmp.
  const given = process.env.XDG_CACHE_HOME
  const caches = given && isAbsolute(given) ? given : cachesAtHome()
  if (caches !== null) useCompileCache(join(caches, "opencode-session"))
  collectGarbageEarly()
  const { main } = await import("./program/main.ts")
  process.exitCode = await main(process.argv.slice(2), process.env)
}

/** Null for a user without a home, such as one that has no name in a container. */
function cachesAtHome(): string | null {
  try {
    return join(homedir(), ".cache")
  } catch {
    return null
  }
}

function useCompileCache(cache: string): void {
  const stats = fs.statSync(cache, { throwIfNoEntry: false })
  const self = process.geteuid?.()
  const isOwn =
    stats === undefined || self === undefined || ((stats.uid === self || stats.uid === 0) && (stats.mode & 0o002) === 0)
  if (isOwn) module.enableCompileCache?.(cache)
}

/**
 * Values of megabytes go through here one after the other, and V8 by itself lets hundreds of megabytes of them pile up before it
 * collects any. A command is to leave the memory to others, at the price of about a fifth more processor time for a large session.
 */
function collectGarbageEarly(): void {
  try {
    v8.setFlagsFromString("--semi-space-growth-factor=1")
    v8.setFlagsFromString("--heap-growing-percent=30")
  } catch {
    // Runtimes that have another engine.
  }
}
