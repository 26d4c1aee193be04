import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"

const module = new URL("support/temporary-folder-of-run.ts", import.meta.url).href

/** On Linux the run's processes are ended; elsewhere they are waited for. */
const most = process.platform === "linux" ? Number.POSITIVE_INFINITY : 20

/** A run that has its folder, and a process of its own that goes on writing into it after the run is gone. */
const run = `
  import { spawn } from "node:child_process"
  import { writeFileSync } from "node:fs"
  import { tmpdir } from "node:os"
  import { join } from "node:path"
  import { useTemporaryFolder } from "${module}"

  useTemporaryFolder()
  useTemporaryFolder()
  writeFileSync(join(tmpdir(), "something"), "")
  const late = "let n = 0; const t = setInterval(() => { fs.mkdirSync(process.argv[1], { recursive: true }); if (++n > ${most}) process.exit() }, 10)"
  const { pid } = spawn(process.execPath, ["--eval", late, join(tmpdir(), "late")], { stdio: "ignore" })
  console.log(JSON.stringify({ folder: tmpdir(), lateWriter: pid }))
  setInterval(() => {}, 1000)
`

interface StartedRun {
  process: ChildProcess
  folder: string
  /** A process of the run that lives longer. */
  lateWriter: number
}

async function startRun(temporary: string): Promise<StartedRun> {
  const { OPENCODE_TEST_FOLDER: _ours, ...environment } = process.env
  const started = spawn(process.execPath, ["--input-type=module", "--eval", run], {
    env: { ...environment, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
    stdio: ["ignore", "pipe", "inherit"],
  })
  const [text] = await once(started.stdout, "data")
  const report: { folder: string; lateWriter: number } = JSON.parse(String(text))
  onTestFinished(() => {
    started.kill("SIGKILL")
    if (isAlive(report.lateWriter)) process.kill(report.lateWriter, "SIGKILL")
  })
  return { process: started, ...report }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "temporary-folder-"))
  // What the runs started may still write.
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }))
  return folder
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test("the tests' temporary folder is the run's, which removes it", () => {
  expect(tmpdir()).toBe(process.env.OPENCODE_TEST_FOLDER)
})

test.each(["SIGKILL", "SIGINT", "SIGTERM"] as const)(
  "a run that %s cuts short leaves nothing behind",
  async (signal) => {
    const temporary = temporaryFolder()
    const { process: started, folder, lateWriter } = await startRun(temporary)
    expect(readdirSync(temporary).map((name) => join(temporary, name))).toEqual([folder])
    started.kill(signal)
    await expect.poll(() => isAlive(lateWriter)).toBe(false)
    await expect.poll(() => readdirSync(temporary)).toEqual([])
  },
)

test("what a run and its keeper left, when both were killed, the next run removes; a live run's folder stays", async () => {
  const temporary = temporaryFolder()
  const { folder, process: live } = await startRun(temporary)
  const dead = folder.replace(`-${live.pid}-`, "-99999999-")
  mkdirSync(join(dead, "more"), { recursive: true })
  await startRun(temporary)
  expect(existsSync(dead)).toBe(false)
  expect(existsSync(folder)).toBe(true)
})
