import { once } from "node:events"
import { createInterface } from "node:readline/promises"
import { SessionStorageError } from "@opencode/session-core"
import { type SafeText, text } from "../output/safe-text.ts"
import type { CommandContext } from "./command-context.ts"

/** Whether somebody is there to be asked. */
export const canAsk = ({ diagnostics }: CommandContext): boolean =>
  process.stdin.isTTY === true && diagnostics.interactive

/** Asks before a removal. Fails with `invalid_input` when the answer is not yes, and when nobody is there to be asked. */
export async function confirm(context: CommandContext, items: readonly SafeText[], question: string): Promise<void> {
  if (!canAsk(context)) {
    throw new SessionStorageError(
      "invalid_input",
      "This removes sessions for good, and there is no terminal to ask on.",
      {
        hint: "Add --yes if that is what you want.",
      },
    )
  }
  if (!(await ask(context, items, question))) throw new SessionStorageError("invalid_input", "Nothing was removed.")
}

/** Asks on the terminal. */
export async function ask(
  { diagnostics }: CommandContext,
  items: readonly SafeText[],
  question: string,
): Promise<boolean> {
  for (const item of items) diagnostics.line(item)
  await diagnostics.flush()
  // Without `terminal` it would not be its own Ctrl-C: the process's is what people expect.
  const prompt = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  try {
    // Ctrl-D ends the input without an answer, and the question would wait for ever.
    const noAnswer = once(prompt, "close").then(() => "")
    const answer = await Promise.race([prompt.question(text`${question} [y/N] `.value), noAnswer])
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    prompt.close()
  }
}
