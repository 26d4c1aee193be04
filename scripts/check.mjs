// Everything that is not a test of behaviour, and the tests of the repository's own rules.
import { spawnSync } from "node:child_process"
import { checks, root } from "./checks.mjs"
import { runChecks } from "./run-checks.mjs"

const { failed } = runChecks(checks())
const { status } = spawnSync("vitest", ["run", "--dir", "test"], { cwd: root, stdio: "inherit" })
process.exit(failed === 0 && status === 0 ? 0 : 1)
