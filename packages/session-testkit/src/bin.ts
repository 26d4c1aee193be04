#!/usr/bin/env node
import { main } from "./command/main.ts"

// A provider that was not closed must not keep the command from ending.
process.exitCode = await main(process.argv.slice(2))
setTimeout(() => process.exit(), 1_000).unref()
