// A process of its own that runs a server and cleans up after it as soon as the process that asked for it is gone, be it by
// Ctrl-C or by SIGKILL: it sees its channel close. Nothing else would outlive a test run that was killed.
import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { closeSync, openSync, rmSync } from "node:fs"
import { delimiter } from "node:path"
import { childrenOf } from "./children-of.ts"
import type { KeeperReport, KeeperRequest, KeeperTask } from "./keeper-messages.ts"
import { whenStopped } from "./when-stopped.ts"

const task = JSON.parse(process.argv[2] ?? "") as KeeperTask // From kept-program.ts, and nobody else.
let server: ChildProcess | null = null

const report = (message: KeeperReport): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

process.on("message", async (request: KeeperRequest) => {
  if (request.type === "signal") {
    const pauses = request.signal === "SIGSTOP" || request.signal === "SIGCONT"
    const others = pauses ? childrenOf(server?.pid) : []
    server?.kill(request.signal)
    for (const pid of others) process.kill(pid, request.signal)
    if (request.signal === "SIGSTOP" && server?.pid !== undefined) {
      await Promise.all([server.pid, ...others].map(whenStopped))
    }
    report({ type: "signalled" })
    return
  }
  const log = openSync(task.log, "a")
  const child = spawn(request.program, request.arguments, {
    stdio: ["ignore", log, log],
    // The server user may not be allowed into the folder that we were started in.
    cwd: "/",
    env: { PATH: [...(request.programFolders ?? []), process.env.PATH ?? ""].join(delimiter) },
    ...(request.runAs ?? {}),
  })
  closeSync(log)
  server = child
  child.once("spawn", () => report({ type: "started" }))
  child.once("error", (error) => report({ type: "failed", message: error.message }))
  child.once("exit", (code, signal) => {
    server = null
    report({ type: "exited", code, signal })
    if (!process.connected) finish()
  })
})

process.once("disconnect", () => {
  if (server === null) finish()
  // Its data is thrown away: no need for order.
  else server.kill(task.endSignal)
})

const finish = (): void => {
  if (task.cleanUp !== null) {
    spawnSync(task.cleanUp.program, task.cleanUp.arguments, { stdio: "ignore", timeout: 60_000 })
  }
  rmSync(task.folder, { recursive: true, force: true })
  process.exit()
}

// The terminal's Ctrl-C is for the test run; when that ends, the channel closes.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {})
