import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { DemoClient } from "../client/demo-client.ts"
import { DemoProcess } from "../client/demo-process.ts"
import type { CheckContext } from "./check-context.ts"
import { steps } from "./steps.ts"

/** Starts the demo in a folder that is removed again, and goes through it over HTTP. Returns the exit code. */
export async function check(): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), "session-demo-"))
  const directory = join(home, "widget")
  mkdirSync(directory)
  const options = { home, directory }
  const demo = await DemoProcess.start(options)
  const context: CheckContext = { demo, client: new DemoClient(demo.address), options, sessionId: "" }
  let failed = 0
  try {
    for (const [what, run] of steps) {
      try {
        await run(context)
        console.log(`✓ ${what}`)
      } catch (error) {
        failed += 1
        console.log(`✗ ${what}: ${error instanceof Error ? error.message : error}`)
      }
    }
  } finally {
    await context.demo.kill()
    rmSync(home, { recursive: true, force: true })
  }
  console.log(failed === 0 ? "The demo shows what it promises." : `${failed} of ${steps.length} failed.`)
  return failed === 0 ? 0 : 1
}
