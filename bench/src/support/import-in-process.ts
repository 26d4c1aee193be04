import { dirname } from "node:path"
import { importFile } from "@opencode/session-cli"
import { openStore } from "./open-store.ts"

/** Run as a process of its own: imports the first file into the second, and prints the bytes of memory that it took at most. */
const [, , source = "", target = ""] = process.argv
const store = await openStore(target)
await importFile(source, { store: store.allProjects(), directory: dirname(target) })
await store.close()
console.log(process.resourceUsage().maxRSS * 1024)
