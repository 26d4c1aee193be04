import { apply, message, text } from "session-test-suites/fresh-changes"
import { openProvider } from "./open-in-process.ts"

/*
 * A process that writes messages into the session "s": one batch each, with one part.
 */

const { dsn, name, count, leaveOpen = false } = JSON.parse(process.argv[2] ?? "{}")
const provider = await openProvider({ dsn })
for (let index = 0; index < count; index += 1) {
  await apply(provider, "s", [message(`${name}-${index}`), text(`${name}-${index}`, "p", "x")])
}
// The channel to the parent, and nothing else, would keep it alive.
process.disconnect()
if (!leaveOpen) await provider.close()
