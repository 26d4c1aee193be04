// Run as a process of its own: imports the first file into the second, and prints the bytes of memory that it took at most.
// Plain JavaScript, as the command is: what strips types takes more than a hundred megabytes itself.
import { dirname } from "node:path"
import { agentPrograms } from "@opencode/session-agents"
import { createSessionStore } from "@opencode/session-core"
import { importSource } from "@opencode/session-opencode"
import { builtInPrograms } from "@opencode/session-opencode/formats"
import { provider as sqlite } from "@opencode/session-sqlite"

const [, , source, target] = process.argv
const provider = await sqlite.open({ file: target, synchronous: "normal" }, { dataDirectory: "", environment: {} })
await provider.migrate()
const store = createSessionStore({ provider, scope: { allProjects: true }, author: null })
await importSource(store, source, { directory: dirname(target), programs: [...agentPrograms, ...builtInPrograms] })
await store.close()
console.log(process.resourceUsage().maxRSS * 1024)
