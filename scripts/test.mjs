// Runs everything: the tests, the checks and the demo. Its last line says how many passed.
import { spawn, spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { useTemporaryFolder } from "session-test-support/temporary-folder-of-run"
import { checks } from "./checks.mjs"
import { root } from "./packs.mjs"
import { runChecks } from "./run-checks.mjs"

useTemporaryFolder()

const report = join(root, ".cache", "vitest.json")
mkdirSync(join(root, ".cache"), { recursive: true })
rmSync(report, { force: true })

// In a fresh checkout servers, a browser and OpenCode are downloaded, which hardly needs the processor, and the checks need nothing else.
for (const program of [
  fileURLToPath(import.meta.resolve("session-test-servers/prepare")),
  fileURLToPath(import.meta.resolve("session-test-browser/prepare")),
  fileURLToPath(import.meta.resolve("session-test-opencode/prepare")),
]) {
  spawn("node", [program], { cwd: root, stdio: "ignore" })
}

const checked = runChecks([
  ...checks(),
  { name: "the demo shows what it promises", command: ["node", "apps/demo/dist/main.js", "--check"] },
])
const { status } = spawnSync(
  "vitest",
  ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
  {
    cwd: root,
    stdio: "inherit",
  },
)
const tested = readReport()
// A run that broke off, or a file that could not be loaded, has no failed test of its own.
const broken = status !== 0 && tested.failed === 0 ? 1 : 0
const passed = checked.passed + tested.passed
const failed = checked.failed + tested.failed + broken
console.log(`${passed} passed, ${failed} failed${tested.skipped === 0 ? "" : `, ${tested.skipped} skipped`}`)
process.exit(failed === 0 ? 0 : 1)

function readReport() {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, "utf8"))
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests }
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}
