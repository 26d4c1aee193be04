import type { Block } from "../document/block.ts"
import { escapeHtml } from "../text/escape-html.ts"
import { shortLine } from "../text/short-line.ts"
import { visibleControls, visibleLine } from "../text/visible-controls.ts"
import { escapeMarkdown } from "./escape-markdown.ts"
import { fenced } from "./fenced.ts"
import { safeProse } from "./safe-prose.ts"

/** A block as Markdown, with the empty line that ends it. */
export function* markdownOf(block: Block): Generator<string> {
  switch (block.kind) {
    case "session":
      yield sessionBegin(block)
      return
    case "message":
      yield `## ${line(block.role)}\n\n*${block.facts.map(line).join(" · ")}*\n\n`
      return
    case "message-end":
      return
    case "fold":
      yield foldBegin(block)
      return
    case "fold-end":
      yield "</details>\n\n"
      return
    case "prose":
      yield `${safeProse(visibleControls(block.text))}\n\n`
      return
    case "code":
      if (block.label !== "") yield `${block.label}:\n\n`
      yield* fenced(block.text, block.language)
      return
    case "image":
      yield `![${line(block.name)}](`
      // It was looked at: a type of image and base64.
      yield block.url
      yield ")\n\n"
      return
    case "todos":
      yield `${block.todos.map(todo).join("\n")}\n\n`
      return
    case "note":
      yield `${block.text}${block.about === "" ? "" : `: ${line(block.about)}`}\n\n`
      return
    case "failure":
      yield `> **${line(block.title)}**\n\n`
      yield* fenced(block.text, "")
      return
    case "reference":
      yield `Sub-agent: ${line(block.title)} (${line(block.sessionId)})\n\n`
      return
    case "heading":
      yield `## ${block.text}\n\n`
  }
}

const line = (text: string): string => escapeMarkdown(shortLine(text))

function sessionBegin({ level, title, facts }: Block & { kind: "session" }): string {
  const name = line(title) || "Untitled"
  const list = facts.map(([key, value]) => `- ${key}: ${line(value)}`).join("\n")
  return `# ${level === 1 ? name : `Sub-agent: ${name}`}\n\n${list}\n\n`
}

/** HTML that the renderers of forges and editors fold; elsewhere it is a line above what it holds. */
function foldBegin({ title, detail, state }: Block & { kind: "fold" }): string {
  const about = [detail, state].map(shortLine).filter((each) => each !== "")
  const rest = about.length === 0 ? "" : ` ${escapeHtml(about.join(" · "))}`
  return `<details>\n<summary><b>${escapeHtml(shortLine(title))}</b>${rest}</summary>\n\n`
}

const todo = ({ content, status }: { content: string; status: string }): string =>
  `- [${status === "completed" ? "x" : " "}] ${escapeMarkdown(visibleLine(content))}`
