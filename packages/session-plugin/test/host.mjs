// A program that loads the plugin as OpenCode does, in whatever runtime: `host.mjs PLUGIN`. Commands come by standard input, one a line of
// JSON; what the plugin shows and logs goes to standard output.
import { createInterface } from "node:readline"
import { pathToFileURL } from "node:url"

const say = (message) => console.log(JSON.stringify(message))
const client = {
  tui: { showToast: async ({ body }) => say({ toast: body.message, variant: body.variant }) },
  app: { log: async ({ body }) => say({ log: body.message, level: body.level }) },
}
const { default: plugin } = await import(pathToFileURL(process.argv[2]).href)
const started = performance.now()
const hooks = await plugin.server({ client, directory: process.cwd() }, { sessionProvider: "of a repository" })
say({ loaded: plugin.id, milliseconds: performance.now() - started })

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  if (command.event !== undefined) await hooks.event({ event: command.event })
  if (command.dispose === true) {
    await hooks.dispose()
    await hooks.event({ event: { type: "session.updated" } })
    say({ disposed: true })
    break
  }
}
