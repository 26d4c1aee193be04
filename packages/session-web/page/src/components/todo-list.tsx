import type { TodoEntry } from "@opencode/session-export/rendering"

const marks: Record<string, string> = { completed: "✓", in_progress: "◐", cancelled: "✕" }

/** A list of things to do, each with its state. */
export function TodoList({ todos }: { todos: readonly TodoEntry[] }) {
  return (
    <ul class="todos">
      {todos.map(({ content, status }, index) => (
        <li key={index} class={`todo todo-${status === "completed" ? "done" : "open"}`}>
          <span class="todo-mark" aria-hidden="true">
            {marks[status] ?? "○"}
          </span>
          <span class="visually-hidden">{status.replaceAll("_", " ")}: </span>
          <span>{content}</span>
        </li>
      ))}
    </ul>
  )
}
