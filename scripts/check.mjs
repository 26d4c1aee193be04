// Everything that is not a test of behaviour, and the tests of the repository's own rules.
import { spawnSync } from "node:child_process"
import { readdirSync } from "node:fs"
import { join } from "node:path"
import { checks } from "./checks.mjs"
import { root } from "./packs.mjs"
import { runChecks } from "./run-checks.mjs"

const { failed } = runChecks(checks())
const tests = ["test", "test/contract", "test/entries", "test/imports"].flatMap((folder) =>
  readdirSync(join(root, folder)).flatMap((name) => (name.endsWith(".test.ts") ? [`${folder}/${name}`] : [])),
)
const { status } = spawnSync("vitest", ["run", ...tests], { cwd: root, stdio: "inherit" })
process.exit(failed === 0 && status === 0 ? 0 : 1)
