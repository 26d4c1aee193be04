// The kit's model-based test with as many sequences as only a night has time for, on SQLite. What it is given goes to the kit:
// `--seed N` has the sequences of an earlier night again.
import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { root } from "./packs.mjs"

const { status } = spawnSync(
  "node",
  [
    join(root, "packages/session-testkit/dist/bin.js"),
    join(root, "packages/session-sqlite/test/sqlite-suite.ts"),
    ...["--only", "random sequences", "--sequences", "10000"],
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
)
process.exit(status ?? 1)
