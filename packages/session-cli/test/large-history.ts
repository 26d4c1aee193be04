import { once } from "node:events"
import { createWriteStream } from "node:fs"
import { finished } from "node:stream/promises"

/** Writes a session of Claude Code with as many tool calls as make it so large, each with a result of so many bytes. */
export async function writeLargeHistory(file: string, options: { bytes: number; resultBytes: number }): Promise<void> {
  const stream = createWriteStream(file)
  const output = "lorem ipsum dolor sit amet\n".repeat(options.resultBytes / 27)
  let written = 0
  for (let number = 0; written < options.bytes; number += 1) {
    const lines = linesOf(number, output)
    written += lines.length
    if (!stream.write(lines)) await once(stream, "drain")
  }
  await finished(stream.end())
}

function linesOf(number: number, output: string): string {
  const timestamp = new Date(1_772_000_000_000 + number * 1000).toISOString()
  const line = (fields: object) =>
    `${JSON.stringify({ isSidechain: false, cwd: "/srv/widget", sessionId: "large", version: "2.1.29", timestamp, ...fields })}\n`
  const call = { type: "tool_use", id: `t${number}`, name: "Bash", input: { command: `run ${number}` } }
  const result = { type: "tool_result", tool_use_id: `t${number}`, content: `${number} ${output}` }
  const reply = { id: `m${number}`, role: "assistant", model: "claude", content: [call], usage: { output_tokens: 1 } }
  return (
    line({ type: "assistant", uuid: `a${number}`, parentUuid: null, message: reply }) +
    line({ type: "user", uuid: `r${number}`, parentUuid: `a${number}`, message: { role: "user", content: [result] } })
  )
}
