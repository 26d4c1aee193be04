import { workerData } from "node:worker_threads"
import { server } from "./plugin/server.ts"
import { isWorkerInput } from "./worker/worker-messages.ts"

/*
 * One file is the plugin, which OpenCode loads, and the thread that it starts. OpenCode may itself run in a thread, so a mark tells which
 * one this is.
 */
if (isWorkerInput(workerData)) {
  const { runWorker } = await import("./worker/run-worker.ts")
  runWorker(workerData)
}

/** The plugin, as OpenCode loads it. */
export default { id: "opencode-session-mirror", server }
