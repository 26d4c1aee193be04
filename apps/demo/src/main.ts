// The demo: a server with a page, an API and a small agent over the session store.
// `--check` goes through all of it in a folder of its own, proves each step, and exits with 0 or 1.
import { SessionStorageError } from "@opencode/session-core"
import { check } from "./check/check.ts"
import { collectGarbageEarly } from "./collect-garbage-early.ts"
import { type CommandLine, parseCommandLine, usage } from "./command-line.ts"
import { startDemo } from "./start-demo.ts"

collectGarbageEarly()
try {
  // npm runs scripts in the package's folder, and says where it was called.
  const command = parseCommandLine(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd())
  if (command.help) console.log(usage)
  else if (command.check) process.exitCode = await check()
  else await serve(command)
} catch (error) {
  if (!SessionStorageError.isInstance(error)) throw error
  console.error(error.message)
  if (error.hint !== undefined) console.error(error.hint)
  process.exitCode = 1
}

async function serve({ directory, host, port, workspace }: CommandLine): Promise<void> {
  const demo = await startDemo({ directory, host, port, ...(workspace === undefined ? {} : { workspace }) })
  const { status, imported, address, workspace: folder } = demo
  const agent = demo.offline ? "offline (needs no key; says what it can do)" : demo.model
  console.log(`
  ${address}

  ${status.badge}   ${status.provider.location}
  project    ${status.project.id}${imported === 0 ? "" : `, with ${imported} sessions of a sample`}
  agent      ${agent}
  workspace  ${folder}

Try: a new session and \`list files\`, \`write notes.md: Buy milk\`, \`count to 200\` with the page open twice; the search; a
session's files. The API is described at ${new URL("/doc", address).href}.
Ctrl-C ends it.`)
  let ending = false
  const end = () => {
    // A second Ctrl-C does not wait.
    if (ending) process.exit(130)
    ending = true
    console.log("\nEnding. Replies that are being written are stored as interrupted.")
    demo.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on("SIGINT", end)
  process.on("SIGTERM", end)
}
