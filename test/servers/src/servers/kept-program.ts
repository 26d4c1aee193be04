import { type ChildProcess, fork } from "node:child_process"
import { on, once } from "node:events"
import { fileURLToPath } from "node:url"
import type { KeeperReport, KeeperRequest, KeeperTask, ProgramToRun } from "./keeper-messages.ts"

/** A program that ends, with its folder, when this process does. */
export interface KeptProgram {
  /** Starts it. May be called again when it has ended. */
  run(program: ProgramToRun): Promise<void>
  isRunning(): boolean
  /** Sends a signal; done when it was sent. */
  signal(signal: NodeJS.Signals): Promise<void>
  /** Waits for its end, at most so many milliseconds; false when it still runs then. */
  ended(timeout: number): Promise<boolean>
  /** Ends it, if it runs, and removes the folder. */
  close(): Promise<void>
}

export const keepProgram = (task: KeeperTask): KeptProgram => {
  const keeper = fork(fileURLToPath(new URL("./keeper.ts", import.meta.url)), [JSON.stringify(task)], {
    // A group of its own: Ctrl-C in the terminal would end it before it has cleaned up.
    detached: true,
    execArgv: [],
    env: { PATH: process.env.PATH ?? "" },
    stdio: "ignore",
  })
  // It must not keep the tests' process alive.
  keeper.unref()
  keeper.channel?.unref()
  let running = false
  keeper.on("message", (report: KeeperReport) => {
    if (report.type !== "signalled") running = report.type === "started"
  })
  keeper.once("exit", () => {
    running = false
  })
  const send = (request: KeeperRequest): void => {
    if (keeper.connected) keeper.send(request)
  }
  return {
    isRunning: () => running,
    async signal(signal) {
      if (!running) return
      const answer = nextReport(keeper, ["signalled"])
      send({ type: "signal", signal })
      await answer
    },
    async run(program) {
      const answer = nextReport(keeper, ["started", "failed"])
      send({ type: "run", ...program })
      const report = await answer
      if (report.type === "failed") throw new Error(report.message)
    },
    async ended(timeout) {
      const signal = AbortSignal.timeout(timeout)
      while (running && !signal.aborted) {
        await nextReport(keeper, ["exited"], signal).catch(() => {})
      }
      return !running
    },
    async close() {
      if (keeper.exitCode !== null || keeper.signalCode !== null) return
      const exit = once(keeper, "exit")
      keeper.ref()
      if (keeper.connected) keeper.disconnect()
      await exit
    },
  }
}

/** The next report of one of these types. Fails when the keeper ends before. */
const nextReport = async (
  keeper: ChildProcess,
  types: readonly KeeperReport["type"][],
  signal?: AbortSignal,
): Promise<KeeperReport> => {
  const stop = new AbortController()
  const options = { signal: signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]) }
  keeper.channel?.ref()
  try {
    return await Promise.race([firstReport(keeper, types, options), keeperEnd(keeper, options)])
  } finally {
    stop.abort()
    keeper.channel?.unref()
  }
}

const firstReport = async (
  keeper: ChildProcess,
  types: readonly KeeperReport["type"][],
  options: { signal: AbortSignal },
): Promise<KeeperReport> => {
  // The keeper sends nothing else.
  for await (const [report] of on(keeper, "message", options) as AsyncIterable<[KeeperReport]>) {
    if (types.includes(report.type)) return report
  }
  throw new Error("The keeper sends nothing more.")
}

const keeperEnd = async (keeper: ChildProcess, options: { signal: AbortSignal }): Promise<never> => {
  await once(keeper, "exit", options)
  throw new Error("The server's keeper ended.")
}
