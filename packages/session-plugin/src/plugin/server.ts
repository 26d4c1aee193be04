import { homedir } from "node:os"
import type { MirrorStatus } from "@opencode/session-opencode/mirror"
import { openCodeDatabase } from "@opencode/session-opencode/mirror"
import { LivePieces } from "./live-pieces.ts"
import { MirrorThread } from "./mirror-thread.ts"
import type { Hooks, OpenCodeClient, PluginInput } from "./opencode-input.ts"
import { type News, newsOf } from "./status-news.ts"
import { isSwitchedOn } from "./switched-on.ts"

const service = "session-mirror"
const title = "Session mirror"

/** Events after which nothing new is in the database. */
const silent = /^(?:server|lsp|file|tui|pty|installation|ide|mcp|vcs|permission|question|command)\./

/** The one thread of this process: OpenCode makes a plugin for each folder that it works in. */
let thread: Promise<MirrorThread | null> | null = null
const clients = new Set<OpenCodeClient>()

/**
 * What OpenCode calls when it loads the plugin. It returns at once; the mirror is started afterwards, in a thread. Options are ignored: they
 * may be a repository's.
 */
export async function server({ client, directory }: PluginInput): Promise<Hooks> {
  clients.add(client)
  thread ??= start(directory).catch((error: unknown) => {
    tell({ variant: "error", message: `Sessions are not mirrored. ${error instanceof Error ? error.message : error}` })
    return null
  })
  let running: MirrorThread | null = null
  void thread.then((started) => {
    running = started
  })
  const live = new LivePieces((pieces) => running?.tell({ type: "speak", pieces }))
  return {
    async event({ event }) {
      try {
        if (running === null || live.take(event) || silent.test(event.type)) return
        running.ring()
      } catch {
        // A doorbell that does not ring: the mirror looks by itself every second.
      }
    },
    async dispose() {
      clients.delete(client)
      if (clients.size > 0) return
      const last = running
      thread = null
      running = null
      await last?.end().catch(() => {})
    },
  }
}

async function start(directory: string): Promise<MirrorThread | null> {
  const environment = { ...process.env }
  if (!(await isSwitchedOn(environment))) {
    log({
      variant: "warning",
      message:
        "Nothing is mirrored: only your own configuration can switch it on. Add the plugin to ~/.config/opencode/opencode.json.",
    })
    return null
  }
  const home = environment.HOME || environment.USERPROFILE || homedir()
  const database = await openCodeDatabase({ home, environment, platform: process.platform, directory })
  let before: MirrorStatus | null = null
  return new MirrorThread(
    { database, environment },
    (status) => {
      for (const news of newsOf(before, status)) tell(news)
      before = status
    },
    (reason) => log({ variant: "warning", message: `The mirror's thread is started again. ${reason}` }),
  )
}

/** Shows a toast, and writes a line of the log. Nothing waits for it, and it may fail. */
function tell(news: News): void {
  for (const client of clients) {
    const body = { title, duration: 8000, ...news }
    void attempt(() => client.tui?.showToast?.({ body }))
  }
  log(news)
}

function log({ message, variant }: News): void {
  const level = variant === "error" ? "error" : variant === "warning" ? "warn" : "info"
  const [client] = clients
  void attempt(() => client?.app?.log?.({ body: { service, level, message } }))
}

async function attempt(call: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await call()
  } catch {
    // There may be nobody to tell.
  }
}
