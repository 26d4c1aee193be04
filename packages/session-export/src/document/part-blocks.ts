import type { JsonObject, JsonValue, Part } from "@opencode/session-core"
import { firstText, listIn, textIn } from "../rendering/fields.ts"
import { isSafeImage } from "../rendering/safe-url.ts"
import type { Block } from "./block.ts"
import { dataText } from "./data-text.ts"
import { formatBytes } from "./format.ts"
import { toolBlocks } from "./tool-blocks.ts"

/** Says nothing to a reader: where a step of the model begins and ends, and how a folder's state is kept. */
const silent = ["step-start", "step-finish", "snapshot", "event"]

/** One part of a message, as its type asks for. */
export function* partBlocks(part: Part): Generator<Block> {
  const { type, data, damaged } = part
  if (damaged !== undefined) {
    yield* folded("This part could not be read", damaged.reason, damaged.raw, "")
    return
  }
  if (silent.includes(type)) return
  switch (type) {
    case "text":
      yield* textBlocks(data)
      return
    case "reasoning":
      yield { kind: "fold", tone: "reasoning", title: "Reasoning", detail: "", state: "" }
      yield { kind: "prose", text: textIn(data.text) ?? "" }
      yield { kind: "fold-end" }
      return
    case "tool":
      yield* toolBlocks(data)
      return
    case "file":
      yield* fileOf(data)
      return
    case "patch":
      yield { kind: "note", text: "Changed", about: texts(data.files).join(", ") }
      return
    case "subtask":
      yield { kind: "note", text: "Sub-agent", about: firstText(data, "description", "prompt") ?? "" }
      return
    case "agent":
      yield { kind: "note", text: "Agent", about: firstText(data, "name") ?? "" }
      return
    case "retry":
      yield { kind: "note", text: "Tried again", about: "" }
      return
    case "compaction":
      yield { kind: "note", text: "Older messages were summed up here", about: "" }
      return
    default:
      yield* folded(type, "", JSON.stringify(data, null, 2), "json")
  }
}

function* textBlocks(data: JsonObject): Generator<Block> {
  const text = textIn(data.text) ?? ""
  if (text === "") return
  // The content of an attached file, perhaps: not what anybody said.
  if (data.synthetic === true) yield* folded("Added by a program", "", text, "")
  else yield { kind: "prose", text }
}

/** An image is shown, text that the file carries is folded, and of anything else its name is told: nothing is fetched. */
function* fileOf(data: JsonObject): Generator<Block> {
  const url = textIn(data.url) ?? ""
  const mime = textIn(data.mime) ?? ""
  const name = firstText(data, "filename") ?? (url.startsWith("data:") ? "file" : url.slice(0, 200))
  if (isSafeImage(url)) {
    yield { kind: "image", name, url }
    return
  }
  const text = dataText(url)
  if (text !== null) yield* folded("File", `${name} ${mime}`, text, "")
  else {
    const size = url.startsWith("data:") ? `, ${formatBytes(Math.floor((url.length * 3) / 4))}` : ""
    yield { kind: "note", text: "File", about: `${name} (${mime}${size})` }
  }
}

function* folded(title: string, detail: string, text: string, language: string): Generator<Block> {
  yield { kind: "fold", tone: "plain", title, detail, state: "" }
  yield { kind: "code", label: "", text, language }
  yield { kind: "fold-end" }
}

const texts = (value: JsonValue | undefined): string[] => listIn(value).filter((each) => typeof each === "string")
