import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { onTestFinished } from "vitest"
import { DemoClient } from "../client/demo-client.ts"
import { type RunningDemo, type StartDemoOptions, startDemo } from "../start-demo.ts"

/** A folder that is removed when the test has ended. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "session-demo-test-")))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export interface TemporaryDemo {
  demo: RunningDemo
  client: DemoClient
  /** The home whose data it shows. */
  home: string
  /** The folder of its project, `widget`. */
  directory: string
}

/** A demo in this process, empty and on a free port; it ends with the test. */
export async function temporaryDemo(
  options: Partial<StartDemoOptions> & { home?: string } = {},
): Promise<TemporaryDemo> {
  const { home = temporaryFolder(), environment = {}, ...rest } = options
  const directory = join(home, "widget")
  mkdirSync(directory, { recursive: true })
  const demo = await startDemo({
    directory,
    port: 0,
    sample: false,
    ...rest,
    environment: { HOME: home, ...environment },
  })
  onTestFinished(() => demo.close())
  return { demo, client: new DemoClient(`http://127.0.0.1:${demo.port}`), home, directory }
}
