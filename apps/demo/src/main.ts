// The demo: brings a history that a real OpenCode wrote into SQLite, and shows what the command line does with it.
// `--check` does the same in a folder of its own, proves each step, and exits with 0 or 1.
import { check } from "./check.ts"
import { tour } from "./tour.ts"

process.exitCode = process.argv.includes("--check") ? await check() : await tour()
