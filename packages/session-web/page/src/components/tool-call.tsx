import { firstText, languageOf, objectIn, textIn, todosIn } from "@opencode/session-export/rendering"
import { useMemo } from "preact/hooks"
import type { Part } from "../api/types.ts"
import { patchRows } from "../content/patch-rows.ts"
import { followLink, sessionPath } from "../state/route.ts"
import { Code } from "./code.tsx"
import { DiffView, PatchView } from "./diff-view.tsx"
import { Fold } from "./fold.tsx"
import { TodoList } from "./todo-list.tsx"

type Fields = ReturnType<typeof objectIn>

const states: Record<string, string> = { pending: "waiting", running: "running", completed: "done", error: "failed" }

/** A tool call: what was asked and what came back. Changes of a file are shown as a difference, to-dos as a list. */
export function ToolCall({ part }: { part: Part }) {
  const tool = textIn(part.data.tool) ?? "tool"
  const state = objectIn(part.data.state)
  const status = textIn(state.status) ?? "pending"
  const input = objectIn(state.input)
  const todos = tool === "todowrite" ? todosIn(input.todos) : []
  const child = textIn(objectIn(state.metadata).sessionId)
  return (
    <div class={`tool tool-${status in states ? status : "pending"}`}>
      <Fold id={part.id} open={todos.length > 0} summary={<Summary tool={tool} status={status} state={state} />}>
        {() => (
          <>
            {todos.length > 0 ? <TodoList todos={todos} /> : <Input id={part.id} input={input} state={state} />}
            {todos.length === 0 && <Output id={part.id} state={state} />}
          </>
        )}
      </Fold>
      {child !== null && (
        <a class="tool-child" href={sessionPath(child)} onClick={followLink}>
          Open the sub-agent’s session
        </a>
      )}
    </div>
  )
}

interface SummaryProps {
  tool: string
  status: string
  state: Fields
}

function Summary({ tool, status, state }: SummaryProps) {
  const input = objectIn(state.input)
  const title =
    firstText(state, "title") ?? firstText(input, "filePath", "path", "command", "pattern", "description", "url") ?? ""
  return (
    <span class="tool-summary">
      <span class="tool-name">{tool}</span>
      <span class="tool-title">{title}</span>
      <span class={`tool-status tool-status-${status in states ? status : "pending"}`}>{states[status] ?? status}</span>
    </span>
  )
}

function Input({ id, input, state }: { id: string; input: Fields; state: Fields }) {
  const path = firstText(input, "filePath", "path") ?? ""
  const diff = firstText(objectIn(state.metadata), "diff")
  const patch = useMemo(() => (diff === null ? null : patchRows(diff)), [diff])
  const before = textIn(input.oldString)
  const after = textIn(input.newString)
  // The patch knows at which lines of the file it is.
  if (before !== null && after !== null) {
    if (patch !== null) return <PatchView files={patch} />
    return <DiffView before={before} after={after} label={`Change of ${path}`} />
  }
  const content = textIn(input.content)
  // The path is the call's title already.
  const { content: _content, filePath: _filePath, path: _path, ...rest } = input
  const shown = content === null ? input : rest
  const command = textIn(input.command)
  return (
    <>
      {command === null ? (
        Object.keys(shown).length > 0 && (
          <Code id={`${id}/input`} text={JSON.stringify(shown, null, 2)} language="json" label="Input" />
        )
      ) : (
        <Code id={`${id}/input`} text={command} language="bash" label="Command" />
      )}
      {content !== null && (
        <Code id={`${id}/content`} text={content} language={languageOf(path)} label={`Content of ${path}`} />
      )}
      {patch !== null && <PatchView files={patch} />}
      {patch === null && diff !== null && <Code id={`${id}/diff`} text={diff} language="diff" label="Difference" />}
    </>
  )
}

function Output({ id, state }: { id: string; state: Fields }) {
  const error = textIn(state.error)
  const output = textIn(state.output)
  if (error !== null) {
    return (
      <div class="tool-error">
        <p class="tool-heading">Error</p>
        <Code id={`${id}/error`} text={error} label="Error" />
      </div>
    )
  }
  if (output === null || output === "") return null
  return (
    <>
      <p class="tool-heading">Output</p>
      <Code id={`${id}/output`} text={output} label="Output" />
    </>
  )
}
