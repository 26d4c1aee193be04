import type { Block } from "../document/block.ts"
import { formatTime } from "../document/format.ts"
import { proseRenderer } from "../rendering/prose-renderer.ts"
import { escapeHtml } from "../text/escape-html.ts"
import { shortLine } from "../text/short-line.ts"
import { visibleControls, visibleLine } from "../text/visible-controls.ts"
import { codeHtml } from "./code-html.ts"

/** A block as HTML. All that a session holds is escaped, or made by the renderer of Markdown, which takes no HTML. */
export function* htmlOf(block: Block): Generator<string> {
  switch (block.kind) {
    case "session":
      yield sessionBegin(block)
      return
    case "message":
      yield messageBegin(block)
      return
    case "message-end":
      yield "</article>\n"
      return
    case "fold":
      yield foldBegin(block)
      return
    case "fold-end":
      yield "</div></details>\n"
      return
    case "prose":
      yield `<div class="prose">${renderProse(visibleControls(block.text))}</div>\n`
      return
    case "code":
      if (block.label !== "") yield `<p class="label">${escapeHtml(block.label)}</p>\n`
      yield* codeHtml(block.text, block.language)
      return
    case "image":
      yield '<figure><img src="'
      // It was looked at: a type of image and base64.
      yield block.url
      yield `" alt="${line(block.name)}"><figcaption>${line(block.name)}</figcaption></figure>\n`
      return
    case "todos":
      yield todoList(block)
      return
    case "note":
      yield `<p class="note">${escapeHtml(block.text)}${block.about === "" ? "" : ` <b>${line(block.about)}</b>`}</p>\n`
      return
    case "failure":
      yield `<div class="${block.isInterruption ? "interruption" : "failure"}"><b>${line(block.title)}</b> `
      yield `<span>${escapeHtml(visibleControls(block.text))}</span></div>\n`
      return
    case "reference":
      yield `<p class="note"><a href="#${anchor(block.sessionId)}">The sub-agent’s session</a> ${line(block.title)}</p>\n`
      return
    case "heading":
      yield `<h2>${escapeHtml(block.text)}</h2>\n`
  }
}

const renderProse = proseRenderer()

const line = (text: string): string => escapeHtml(shortLine(text))

/** The same for the id and for links to it, whatever is in a session's id. */
const anchor = (sessionId: string): string =>
  `session-${encodeURIComponent(sessionId.toWellFormed()).replace(/['%]/g, "_")}`

function sessionBegin({ id, level, title, facts }: Block & { kind: "session" }): string {
  const name = line(title) || "Untitled"
  const list = facts.map(([key, value]) => `<div><dt>${escapeHtml(key)}</dt><dd>${line(value)}</dd></div>`).join("")
  const kind = level === 1 ? "" : '<p class="kind">Sub-agent</p>'
  const heading = level === 1 ? "h1" : "h2"
  return `<section id="${anchor(id)}" class="session${level === 1 ? "" : " sub-agent"}">
<header>${kind}<${heading}>${name}</${heading}><dl>${list}</dl></header>
`
}

function messageBegin({ role, facts, createdAt }: Block & { kind: "message" }): string {
  const time = formatTime(createdAt)
  const shown = facts.map((fact) =>
    fact === time
      ? `<time datetime="${escapeHtml(time.replace(" UTC", "Z").replace(" ", "T"))}">${escapeHtml(time)}</time>`
      : `<span>${line(fact)}</span>`,
  )
  const kind = role === "User" ? "user" : role === "Assistant" ? "assistant" : "other"
  return `<article class="${kind}"><p class="byline"><b>${line(role)}</b>${shown.join("")}</p>\n`
}

function foldBegin({ tone, title, detail, state }: Block & { kind: "fold" }): string {
  const failed = state.startsWith("failed") ? ' class="failed"' : ""
  const about = detail === "" ? "" : `<span class="detail">${line(detail)}</span>`
  const how = state === "" ? "" : `<span class="state"><span${failed}>${line(state)}</span></span>`
  return `<details class="${tone}"><summary><b>${line(title)}</b>${about}${how}</summary><div>\n`
}

const marks: Readonly<Record<string, string>> = { completed: "✓", in_progress: "◐", cancelled: "✕" }

const todoList = ({ todos }: Block & { kind: "todos" }): string =>
  `<ul class="todos">${todos
    .map(({ content, status }) => {
      const mark = `<span title="${line(status)}">${marks[status] ?? "○"}</span>`
      return `<li>${mark} ${escapeHtml(visibleLine(content))}</li>`
    })
    .join("")}</ul>\n`
