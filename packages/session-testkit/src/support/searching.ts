import type { SessionProvider } from "@opencode/session-core/provider"
import type { KitContext } from "./kit-context.ts"
import { apply, create, message, scope, text } from "./samples.ts"

/** A session with one part for each text, named by its number. */
export async function openWith(context: KitContext, ...texts: string[]) {
  const opened = await context.open()
  const parts = texts.map((words, index) => text("m", `${index}`, words))
  await apply(opened.provider, "s", [create({ title: "Untitled" }), message("m"), ...parts])
  return opened
}

/** The ids of the parts that a text is found in, newest first; `title` for a title. */
export async function found(provider: SessionProvider, words: string): Promise<string[]> {
  const { hits } = await provider.search({ scope, text: words, limit: 100 })
  return hits.map(({ partId }) => partId ?? "title")
}
