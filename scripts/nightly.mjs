// What only a night has time for: the kit's model-based test with many sequences, on SQLite, outages, clusters whose nodes fail, and
// sessions of 600 MB. What it is given goes to the kit: `--seed N` has the sequences of an earlier night again. One part alone:
// `SESSION_NIGHTLY=1 vitest run --project nightly cluster-faults -t Galera`.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { root } from "./packs.mjs"

const sequences = spawnSync(
  "node",
  [
    join(root, "packages/session-testkit/dist/bin.js"),
    join(root, "packages/session-sqlite/test/sqlite-suite.ts"),
    ...["--only", "random sequences", "--sequences", "10000"],
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
)
// One file after the other: nodes that notice a failure within seconds would take a busy machine for one.
const others = spawnSync("vitest", ["run", "--project", "nightly", "--no-file-parallelism"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, SESSION_NIGHTLY: "1" },
  shell: process.platform === "win32",
})
process.exit((sequences.status ?? 1) || (others.status ?? 1))
