import { runProgram } from "session-test-support/run-program"
import { npmOpenCode } from "./npm-opencode.ts"

/** A busy machine needs its time; a program that hangs must not take the run's. */
const longestStart = 60_000

export interface FoundOpenCode {
  /** The path of its program. */
  program: string
  /** Its version, and where it comes from, for people. */
  description: string
}

/** The OpenCode that `OPENCODE_TEST_PROGRAM` names, else the pinned one. Returns why there is none as a text. */
export async function findOpenCode(): Promise<FoundOpenCode | string> {
  const named = process.env.OPENCODE_TEST_PROGRAM
  try {
    const program = named ? named : await npmOpenCode()
    const version = (await runProgram(program, ["--version"], { timeout: longestStart })).trim()
    const origin = named ? "OPENCODE_TEST_PROGRAM" : "npm's registry"
    return { program, description: `OpenCode ${version} from ${origin}: ${program}` }
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).trim().split("\n")
    return `The tests with the real OpenCode do not run, because it could not be had (${reason}).`
  }
}
