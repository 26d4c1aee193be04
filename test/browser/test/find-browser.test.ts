import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { downloadPackage } from "session-test-support/download-package"
import { expect, inject, onTestFinished, vi, test as vitestTest } from "vitest"
import { findBrowser } from "../src/find-browser.ts"
import { machineBrowsers } from "../src/machine-browsers.ts"
import { test } from "../src/page-test.ts"

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "find-browser-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function writeProgram(path: string, text: string): Promise<string> {
  await writeFile(path, text)
  await chmod(path, 0o755)
  return path
}

function setVariable(name: string, value: string): void {
  vi.stubEnv(name, value)
  onTestFinished(() => void vi.unstubAllEnvs())
}

vitestTest("CI does not pass without a browser, although a developer's run does", ({ skip }) => {
  const { reason } = inject("browser")
  if (reason !== null && process.env.CI !== "true") skip(reason)
  expect(reason).toBeNull()
})

test("a browser that is named and does not start is said, and the tests run in the next one", async () => {
  const program = join(await temporaryFolder(), "broken")
  setVariable("CHROMIUM", await writeProgram(program, "#!/bin/sh\necho 'no libnss3.so here' >&2\nexit 127\n"))
  const found = await findBrowser()
  if (Array.isArray(found)) throw new Error(found.join("\n"))
  onTestFinished(() => found.server.close())
  expect(found.obstacles[0]).toBe(`CHROMIUM: ${program} does not start: no libnss3.so here`)
  expect(found.description).toMatch(/^Chromium \d+\./)
})

vitestTest("on a machine where no way leads to a browser, the run says why each did not", async () => {
  const found = await findBrowser([
    { name: "this machine", find: () => [{ executablePath: "/nowhere/chrome", environment: {} }] },
    { name: "npm's registry", find: () => Promise.reject(new Error("no network\nat all")) },
  ])
  expect(found).toEqual([
    expect.stringMatching(/^this machine: \/nowhere\/chrome does not start: .*\/nowhere\/chrome/),
    "npm's registry: no network at all",
  ])
})

vitestTest("a browser of the machine is found under each system's usual names", async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, "chromium"))
  const chrome = await writeProgram(join(folder, "google-chrome-stable"), "")
  const found = machineBrowsers("linux", { PATH: `/nowhere:${folder}` })
  expect(found.map(({ executablePath }) => executablePath)).toContain(chrome)
  const edge = join(folder, "Applications", "Microsoft Edge.app", "Contents", "MacOS")
  await mkdir(edge, { recursive: true })
  const program = await writeProgram(join(edge, "Microsoft Edge"), "")
  expect(machineBrowsers("darwin", { HOME: folder }).map(({ executablePath }) => executablePath)).toContain(program)
})

vitestTest("a browser from npm with another content than the known one is not used", async () => {
  const folder = await temporaryFolder()
  setVariable(
    "npm_execpath",
    await writeProgram(
      join(folder, "npm-cli.js"),
      `require("node:fs").writeFileSync(process.argv.at(process.argv.indexOf("--pack-destination") + 1) + "/a.tgz", "forged")`,
    ),
  )
  const wanted = { name: "some-browser", version: "1.0.0", integrity: "sha512-right" }
  await expect(downloadPackage(wanted, folder)).rejects.toThrow(
    /^some-browser 1\.0\.0 has the integrity sha512-\S+ instead of sha512-right\.$/,
  )
})
