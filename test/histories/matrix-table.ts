import type { Generation } from "./generation.ts"
import type { Cell, Line } from "./import-matrix.ts"

const titles: Readonly<Record<Generation["kind"], string>> = {
  database: "Databases",
  export: "Exports",
  folder: "Folders of OpenCode",
  lines: "Files of agents",
}

/** The matrix as Markdown: a table for each kind of source, since each is found in other states. */
export function matrixTable(lines: readonly Line[]): string {
  const kinds = [...new Set(lines.map(({ generation }) => generation.kind))]
  return kinds
    .map((kind) => {
      const ofKind = lines.filter(({ generation }) => generation.kind === kind)
      const states = ofKind[0]?.cells.map(({ state }) => state) ?? []
      const head = [`${titles[kind]}`, "sessions", "messages", "parts", "to-dos", "texts", ...states]
      const rows = ofKind.map(({ generation, counts, texts, cells }) => [
        generation.name,
        ...[counts.sessions, counts.messages, counts.parts, counts.todos, texts].map(String),
        ...cells.map(described),
      ])
      return [head, head.map((_, index) => (index === 0 ? "---" : "--:")), ...rows].map(rowOf).join("\n")
    })
    .join("\n\n")
}

const rowOf = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`

/** `0` where nothing is missing and nothing is written a second time; otherwise what differs. */
function described({ differences, lost, writtenAgain }: Cell): string {
  const found = [
    ...Object.entries(differences).map(([name, count]) => [name, count] as const),
    ...([["texts", lost.length] as const, ["written again", writtenAgain] as const] as const),
  ].filter(([, count]) => count !== 0)
  return found.length === 0 ? "0" : found.map(([name, count]) => `${count} ${name}`).join(", ")
}
