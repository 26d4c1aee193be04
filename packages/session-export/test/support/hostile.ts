import type { JsonObject, SessionStore } from "@opencode/session-core"

const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="window.stolen=1"><script>window.stolen=1</script></svg>`

/** A tag that does something as soon as it is one. */
const tag = "<img src=https://evil.example/x onerror=window.stolen=1>"

/** What reaches out of where it stands. */
const terminal = "\u001b[2J\u001b]0;title\u0007\u009b31m\u202etxt.exe\u2066\u0000"

/** Texts that each try to run, to fetch, or to be more than the text that they are. */
export const attacks = [
  "<script>window.stolen=1</script>",
  tag,
  "<iframe srcdoc='<script>parent.stolen=1</script>'></iframe>",
  "<details open ontoggle=window.stolen=1>x</details>",
  "</details></div></article></section></main><script>window.stolen=1</script>",
  "</code></pre><script>window.stolen=1</script>",
  svg,
  "[click](javascript:window.stolen=1)",
  "[click](JaVaScRiPt&colon;window.stolen=1)",
  "[click](  java\nscript:window.stolen=1)",
  "[click](data:text/html,<script>opener.stolen=1</script>)",
  "[click](vbscript:x) [file](file:///etc/passwd)",
  "[click]\n\n[click]: javascript:window.stolen=1",
  `![x](data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")})`,
  "![x](https://evil.example/pixel.png)",
  "![x](//evil.example/pixel.png)",
  "![x][y]\n\n[y]: https://evil.example/pixel.png",
  '![x](https://evil.example/a.png" onerror="window.stolen=1)',
  "<style>@import url(https://evil.example/a.css)</style>",
  '<a href="javascript:window.stolen=1">x</a> <javascript:window.stolen=1>',
  "<link rel=stylesheet href=https://evil.example/a.css><meta http-equiv=refresh content='0;url=https://evil.example'>",
  "<form action=https://evil.example><button>x</button></form><base href=https://evil.example>",
  "```html\n<img src=x onerror=window.stolen=1>\n```",
  "```html\n<script>window.stolen=1</script>",
  "~~~~\nopen to the end",
  "```\n````\n`````\n<script>window.stolen=1</script>",
  "`a ``<b>` ``c` <script>window.stolen=1</script>",
  "\\<script>window.stolen=1</script> \\\\<script>window.stolen=1</script>",
  "<!-- open to the end",
  "<![CDATA[ open to the end",
  "<?php open to the end",
  "# A heading\n\nAnother one\n===\n\n---\ntitle: x\n---",
  "> quoted\n\n    indented <script>window.stolen=1</script>\n\n1. one\n   ```\n   in a list",
  "| <img src=x onerror=window.stolen=1> |\n|---|\n| <svg onload=window.stolen=1> |",
  "&lt;script&gt;window.stolen=1&lt;/script&gt; &#60;script&#62;",
  terminal,
  `a\r${"```"}\r\n<script>window.stolen=1</script>`,
]

/** The end of each text, by which it is told that what follows it is still there. */
export const endOf = (index: number): string => `end-${index}`

/** A session that has each attack in each place. */
export async function writeHostileSession(store: SessionStore): Promise<string> {
  const { id } = await store.sessions.create({
    id: `ses_"><script>window.stolen=1</script>`,
    title: `${tag}</title><script>window.stolen=1</script>\n# second`,
    directory: tag,
    agent: tag,
    model: { providerId: tag, modelId: tag },
    todos: [{ content: `${tag}\n# x`, status: tag }],
  })
  for (const [index, text] of attacks.entries()) {
    const state = { status: tag, title: text, input: { filePath: tag, content: text }, output: text }
    const { id: messageId } = await store.messages.append(id, {
      role: index % 2 === 0 ? "assistant" : tag,
      error: { name: tag, data: { message: text } },
      agent: tag,
      model: { providerId: "x", modelId: text },
      metadata: { opencode: { summary: { diffs: [{ file: text, patch: text }] } } },
    })
    // As an import brings them, which says what its source says: an application could not append the like.
    const parts: ({ type: string } & JsonObject)[] = [
      { type: "text", text },
      { type: "reasoning", text },
      { type: "text", text, synthetic: true },
      { type: "tool", tool: text, callID: "x", state: { ...state, metadata: { diff: text, sessionId: text } } },
      {
        type: "tool",
        tool: "edit",
        callID: "y",
        state: { status: "error", input: { oldString: text, newString: tag }, error: text },
      },
      { type: "file", mime: text, filename: text, url: `data:text/html,${encodeURIComponent(text.toWellFormed())}` },
      { type: "file", mime: "image/svg+xml", filename: tag, url: `data:image/svg+xml;base64,${btoa(svg)}` },
      { type: "file", mime: "image/png", filename: tag, url: `https://evil.example/${index}.png` },
      { type: "patch", hash: text, files: [text] },
      { type: "subtask", prompt: text, agent: tag, description: text },
      {
        type: text
          .slice(0, 50)
          .replace(/[\u0000-\u001f\u007f]/g, "")
          .toWellFormed(),
        text,
      },
      { type: "text", text: endOf(index) },
    ]
    const put = parts.map(({ type, ...data }, number) => {
      const part = { id: `p${number}`, messageId, type, data, createdAt: number, updatedAt: number }
      return { type: "part.put" as const, part }
    })
    await store.apply(id, put)
  }
  await store.apply(id, [
    {
      type: "file.put",
      file: { path: "<b>a.ts", content: "</code></pre><script>window.stolen=1</script>", createdAt: 1 },
    },
  ])
  await store.sessions.create({ title: tag, parentId: id })
  return id
}
