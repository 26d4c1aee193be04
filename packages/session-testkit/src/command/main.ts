import { Command, CommanderError, InvalidArgumentError } from "commander"
import { fullTitle } from "../cases/kit-case.ts"
import { runCase } from "../cases/run-case.ts"
import { casesOf } from "../groups/index.ts"
import type { ProviderSuite } from "../provider-under-test.ts"
import type { CaseResult } from "../report/case-result.ts"
import { describeError } from "../report/describe-error.ts"
import { jsonReport } from "../report/json-report.ts"
import { packageVersion } from "../report/package-version.ts"
import { printable } from "../report/printable.ts"
import { readmeReport } from "../report/readme-report.ts"
import { textReport } from "../report/text-report.ts"
import { parseWholeNumber, randomSettings } from "../support/random-settings.ts"
import { loadSuite } from "./load-suite.ts"
import { UsageError } from "./usage-error.ts"

interface Options {
  only?: string
  sequences?: number
  seed?: number
  json?: boolean
}

const help = `
MODULE exports, as its default or as \`suite\`, what describeProvider takes:
  export default { name: "mine", capabilities: { search, durable, shared }, create }

Exit codes:
  0  every case passed or was skipped
  1  a case failed, or the suite's teardown
  2  wrong usage: an unknown option, or a module that is none`

/** Runs the command line. Returns its exit code. */
export async function main(arguments_: readonly string[]): Promise<0 | 1 | 2> {
  let failed = false
  const program = new Command("session-testkit")
    .description("Runs the contract of OpenCode's session storage on a provider.")
    .argument("<module>", "a module that says how stores are made")
    .option("--only <text>", "only the cases whose title, or whose group's, has this text, letter case aside")
    .option(
      "--sequences <number>",
      "how many random sequences of operations are compared",
      wholeNumber("--sequences", 1),
    )
    .option("--seed <number>", "what random values come from: the same seed, the same values", wholeNumber("--seed", 0))
    .option("--json", "print one JSON object with every case")
    .version(packageVersion(), "-V, --version", "show the version")
    .addHelpText("after", help)
    .exitOverride()
    .action(async (module: string, options: Options) => {
      failed = await run(module, options)
    })
  try {
    await program.parseAsync(arguments_, { from: "user" })
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof UsageError)) throw error
    process.stderr.write(`session-testkit: ${printable(error.message)}\n`)
    return 2
  }
  return failed ? 1 : 0
}

async function run(file: string, { only = "", json = false, ...asked }: Options): Promise<boolean> {
  const suite = await loadSuite(file)
  const random = settings(() => randomSettings(suite, asked))
  const cases = casesOf(suite, random).filter((each) => fullTitle(each).toLowerCase().includes(only.toLowerCase()))
  if (cases.length === 0) throw new UsageError(`No case has ${JSON.stringify(only)} in its title.`)
  const results: CaseResult[] = []
  // A promise of the provider's that nobody waits for must not end the run, and no event that it does not listen to, such as the
  // error of an idle connection: the case of that time has failed.
  let stray: { error: unknown } | undefined
  const onStray = (error: unknown) => {
    stray ??= { error }
  }
  process.on("unhandledRejection", onStray).on("uncaughtException", onStray)
  for (const each of cases) {
    progress(`${results.length + 1}/${cases.length} ${each.group}`)
    const outcome = await runCase(each)
    results.push({
      case: each,
      outcome:
        stray === undefined || outcome.status === "failed"
          ? outcome
          : { ...stray, status: "failed", milliseconds: outcome.milliseconds },
    })
    stray = undefined
  }
  process.off("unhandledRejection", onStray).off("uncaughtException", onStray)
  progress("")
  const unclean = await tearDown(suite)
  const done = { provider: suite.name, ...random, results }
  process.stdout.write(json ? jsonReport(done) : textReport(done))
  // A part of the cases says nothing of the whole.
  if (!json && only === "") process.stdout.write(`\nFor a README:\n\n${readmeReport(done)}`)
  if (unclean !== undefined) process.stderr.write(`session-testkit: ${printable(unclean)}\n`)
  return unclean !== undefined || results.some(({ outcome }) => outcome.status === "failed")
}

/** What went wrong as the suite let go of what it kept. */
async function tearDown({ teardown }: ProviderSuite): Promise<string | undefined> {
  try {
    await teardown?.()
    return undefined
  } catch (error) {
    return `The suite's teardown failed: ${describeError(error).message}`
  }
}

/** Where the run is, on one line of a terminal. */
function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`)
}

const wholeNumber = (name: string, least: number) => (value: string) => {
  try {
    return parseWholeNumber(name, value, least)
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}

/** What the environment says may be wrong, too. */
function settings<Settings>(read: () => Settings): Settings {
  try {
    return read()
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), error)
  }
}
