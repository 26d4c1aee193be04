import type { SessionStore } from "@opencode/session-core"
import { writeAs } from "./write-as.ts"

/** The smallest PNG: one red point. */
const redPoint =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="

const answer = `The rounding happens **twice**, once per line and once for the sum. I moved it to the end:

\`\`\`ts
export function total(lines: Line[]): Cents {
  // Cents are whole: rounding a sum is rounding once.
  return Math.round(lines.reduce((sum, line) => sum + line.price * line.quantity, 0))
}
\`\`\`

| order | before | now |
|---|---|---|
| 3 × 33.3 | 99 | 100 |
| 7 × 14.28 | 98 | 100 |

- the tests of \`cart.ts\` pass
- see [how cents are kept](https://example.com/cents)`

/** Of two files, as a tool leaves it. */
const patch = `Index: src/receipt.ts
===================================================================
--- src/receipt.ts
+++ src/receipt.ts
@@ -41,4 +41,5 @@
   const lines = order.lines
-  return lines.map(print)
+  const printed = lines.map(print)
+  return [...printed, total(lines)]
 }
 
@@ -90,3 +91,2 @@
 export const currency = "EUR"
-export const digits = 2
 export const locale = "de"
Index: src/locale.ts
===================================================================
--- src/locale.ts
+++ src/locale.ts
@@ -1 +1 @@
-export const locale = "en"
\\ No newline at end of file
+export const locale = "de"
\\ No newline at end of file
`

/** A session with one of everything that a conversation shows. */
export async function writeSampleConversation(store: SessionStore): Promise<{ id: string; childId: string }> {
  const { id } = await store.sessions.create({
    title: "Fix the rounding in the cart",
    agent: "build",
    todos: [
      { content: "Find where it rounds", status: "completed" },
      { content: "Round once, at the end", status: "in_progress" },
      { content: "Tell the shop’s team", status: "pending" },
    ],
  })
  const child = await store.sessions.create({ title: "Look for other roundings", parentId: id })
  await store.messages.append(child.id, { role: "user", parts: [{ type: "text", text: "Where else do we round?" }] })
  await writeAs(
    store,
    id,
    { user: "ada", host: "laptop" },
    "The total in the cart is one cent off. Can you find out why?",
  )
  await store.messages.append(id, {
    role: "assistant",
    agent: "build",
    model: { providerId: "acme", modelId: "fast-1" },
    usage: { input: 5210, output: 640, reasoning: 120, cost: 0.0183 },
    parts: [
      { type: "reasoning", text: "A cent means rounding. Let me look at *cart.ts*." },
      {
        type: "tool",
        tool: "edit",
        callID: "call_1",
        state: {
          status: "completed",
          title: "src/cart.ts",
          input: {
            filePath: "src/cart.ts",
            oldString:
              "  let sum = 0\n  for (const line of lines) sum += Math.round(line.price * line.quantity)\n  return sum\n",
            newString:
              "  const sum = lines.reduce((all, line) => all + line.price * line.quantity, 0)\n  return Math.round(sum)\n",
          },
          output: "Edited.",
        },
      },
      {
        type: "tool",
        tool: "apply_patch",
        callID: "call_5",
        state: {
          status: "completed",
          title: "2 files",
          input: { patchText: "*** Begin Patch" },
          metadata: { diff: patch },
          output: "Done.",
        },
      },
      {
        type: "tool",
        tool: "bash",
        callID: "call_2",
        state: {
          status: "completed",
          title: "npm test",
          input: { command: "npm test" },
          output: "12 passed, 0 failed",
        },
      },
      {
        type: "tool",
        tool: "read",
        callID: "call_3",
        state: { status: "error", input: { filePath: "src/vat.ts" }, error: "There is no file src/vat.ts." },
      },
      {
        type: "tool",
        tool: "task",
        callID: "call_4",
        state: {
          status: "completed",
          title: "Look for other roundings",
          metadata: { sessionId: child.id },
          output: "None.",
        },
      },
      { type: "text", text: answer },
    ],
  })
  await store.messages.append(id, {
    role: "user",
    parts: [
      { type: "text", text: "Here is how it looks now." },
      { type: "file", mime: "image/png", filename: "cart.png", url: redPoint },
    ],
  })
  await store.messages.append(id, {
    role: "assistant",
    model: { providerId: "acme", modelId: "fast-1" },
    error: { name: "APIError", data: { message: "The model is overloaded." } },
  })
  await store.files.write(id, "src/cart.ts", "export const vat = 0.19\n\nexport function total() {\n  return 99\n}\n")
  await store.files.write(id, "src/cart.ts", "export const vat = 0.19\n\nexport function total() {\n  return 100\n}\n")
  return { id, childId: child.id }
}
