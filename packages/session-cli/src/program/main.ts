import { debuglog } from "node:util"
import type { CommandAction, Environment } from "../context/command-context.ts"
import { describeFailure, type Failure } from "../failure/failure.ts"
import { Interruption } from "../failure/interruption.ts"
import { Output } from "../output/output.ts"
import { text } from "../output/safe-text.ts"
import { useColour } from "../output/use-colour.ts"
import type { GlobalOptions } from "../usage/global-options.ts"
import { createContext } from "./create-context.ts"
import { createProgram } from "./create-program.ts"

const debug = debuglog("opencode-session")

/** Runs the command line that the process was given. Returns its exit code. */
export async function main(arguments_: readonly string[], environment: Environment): Promise<number> {
  endQuietlyWithoutReader()
  const wantsJson = hasFlag(arguments_, "--json")
  const wantsColour = !hasFlag(arguments_, "--no-color")
  const output = new Output(process.stdout, useColour(process.stdout, wantsColour, environment))
  const diagnostics = new Output(process.stderr, useColour(process.stderr, wantsColour, environment))
  let exitCode = 0

  const run = async (action: CommandAction): Promise<void> => {
    const interruption = new Interruption()
    const globals: GlobalOptions = program.opts()
    const errorStream = process.stderr
    const { context, close } = createContext({ globals, environment, output, diagnostics, errorStream, interruption })
    try {
      const result = await action(context)
      exitCode = typeof result === "number" ? result : 0
    } finally {
      await close()
      interruption.release()
    }
  }

  const program = createProgram({
    run,
    writeOutput: (help) => output.write(help),
    writeError: (help) => diagnostics.write(help),
  })
  try {
    await program.parseAsync(arguments_, { from: "user" })
  } catch (error) {
    debug("%o", error)
    const failure = describeFailure(error)
    if (failure !== null) {
      exitCode = failure.exitCode
      await output.flush()
      printFailure(diagnostics, failure, wantsJson)
    }
  }
  await output.flush()
  await diagnostics.flush()
  return exitCode
}

function printFailure(diagnostics: Output, { code, message, hint }: Failure, asJson: boolean): void {
  if (asJson) diagnostics.json({ error: { code, message, hint } })
  else if (message !== "") {
    diagnostics.line(text`${diagnostics.style("red", text`opencode-session:`)} ${message}`)
    if (hint !== null) diagnostics.line(text`  ${hint}`)
  }
}

/** Known before the arguments are parsed, since parsing them may fail. What follows `--` is no option. */
function hasFlag(arguments_: readonly string[], flag: string): boolean {
  const end = arguments_.indexOf("--")
  return (end < 0 ? arguments_ : arguments_.slice(0, end)).includes(flag)
}

/** `opencode-session … | head`: whoever read has seen enough. Nothing is lost, since every write is a batch. */
function endQuietlyWithoutReader(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0)
    throw error
  })
  // Nobody is left to be told.
  process.stderr.on("error", () => {})
}
