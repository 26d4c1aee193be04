import hljs from "highlight.js/lib/core"
import bash from "highlight.js/lib/languages/bash"
import css from "highlight.js/lib/languages/css"
import diff from "highlight.js/lib/languages/diff"
import go from "highlight.js/lib/languages/go"
import java from "highlight.js/lib/languages/java"
import javascript from "highlight.js/lib/languages/javascript"
import json from "highlight.js/lib/languages/json"
import markdown from "highlight.js/lib/languages/markdown"
import python from "highlight.js/lib/languages/python"
import rust from "highlight.js/lib/languages/rust"
import sql from "highlight.js/lib/languages/sql"
import typescript from "highlight.js/lib/languages/typescript"
import xml from "highlight.js/lib/languages/xml"
import yaml from "highlight.js/lib/languages/yaml"

import { slicesOf } from "./highlight-slices.ts"
import { TimeLimit } from "./time-limit.ts"

const languages = { bash, css, diff, go, java, javascript, json, markdown, python, rust, sql, typescript, xml, yaml }
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language)

/** The code as HTML with its words marked, as far as there is time for it; null when the language is not known. */
export function highlight(code: string, language: string, time: TimeLimit = new TimeLimit()): string | null {
  if (hljs.getLanguage(language) === undefined) return null
  let html = ""
  let done = 0
  for (const { text, plain } of slicesOf(code)) {
    if (time.isOver) break
    html += plain ? escapeHtml(text) : hljs.highlight(text, { language, ignoreIllegals: true }).value
    done += text.length
  }
  return html + escapeHtml(code.slice(done))
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#x27;",
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/** The language that a file's name ends in, in the highlighter's own names and aliases. */
export function languageOf(path: string): string {
  return /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""
}
