import { useMemo } from "preact/hooks"
import { diffRows } from "../content/diff-lines.ts"
import { type DiffRow, diffCounts } from "../content/diff-rows.ts"
import type { FilePatch } from "../content/patch-rows.ts"

interface DiffViewProps {
  before: string
  after: string
  label: string
}

const signs = { same: "", removed: "−", added: "+", changed: "±", skipped: "" }

/** Two texts side by side, with what differs marked. In a narrow place the right one's lines follow the left one's. */
export function DiffView({ before, after, label }: DiffViewProps) {
  const rows = useMemo(() => diffRows(before, after), [before, after])
  return <SideBySide rows={rows} label={label} />
}

interface PatchViewProps {
  files: readonly FilePatch[]
}

/** What a patch changes, file by file. */
export function PatchView({ files }: PatchViewProps) {
  return (
    <>
      {files.map(({ name, rows }, index) => (
        <div class="patch" key={index}>
          {files.length > 1 && <p class="tool-heading">{name}</p>}
          <SideBySide rows={rows} label={`Change of ${name}`} />
        </div>
      ))}
    </>
  )
}

function SideBySide({ rows, label }: { rows: readonly DiffRow[]; label: string }) {
  const { added, removed } = diffCounts(rows)
  if (added + removed === 0) return <p class="quiet">Nothing differs.</p>
  return (
    <div class="diff">
      <p class="diff-counts">
        <span class="diff-plus">+{added}</span> <span class="diff-minus">−{removed}</span>
        <span class="visually-hidden"> lines</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="diff-scroll" aria-label={label} tabIndex={0}>
        {rows.map((row, index) => (
          <Row key={index} row={row} />
        ))}
      </section>
    </div>
  )
}

function Row({ row }: { row: DiffRow }) {
  if (row.kind === "skipped") return <div class="diff-row diff-skipped">⋯</div>
  return (
    <div class={`diff-row diff-${row.kind}`}>
      <Side side={row.left} name="left" sign={row.kind === "added" ? "" : row.kind === "same" ? "" : signs.removed} />
      <Side side={row.right} name="right" sign={row.kind === "removed" ? "" : row.kind === "same" ? "" : signs.added} />
    </div>
  )
}

interface SideProps {
  side: DiffRow["left"]
  name: "left" | "right"
  sign: string
}

function Side({ side, name, sign }: SideProps) {
  return (
    <div class={`diff-side diff-${name}${side === null ? " diff-nothing" : ""}`}>
      <span class="diff-number">{side?.number}</span>
      <span class="diff-sign">{side === null ? "" : sign}</span>
      <code>{side?.text}</code>
    </div>
  )
}
