import { firstText, isSafeImage, listIn, textIn } from "@opencode/session-export/rendering"
import { useSignal } from "@preact/signals"
import type { Part } from "../api/types.ts"
import { bytes } from "../content/format.ts"
import type { Conversation } from "../state/conversation/conversation.ts"
import { attempt } from "../state/notices.ts"
import { Code } from "./code.tsx"
import { Fold } from "./fold.tsx"
import { Icon } from "./icon.tsx"
import { Markdown } from "./markdown.tsx"
import { ToolCall } from "./tool-call.tsx"

/**
 * Says nothing to a reader: where a step of the model begins and ends, how a folder's state is kept, and what an import has of a
 * program's records that are no conversation.
 */
const silent = ["step-start", "step-finish", "snapshot", "event"]

/** One part of a message, as its type asks for. */
export function PartView({ part, conversation }: { part: Part; conversation: Conversation }) {
  const { id, type, data } = part
  if (part.unloaded !== undefined) {
    return <UnloadedPart part={part} size={part.unloaded.bytes} conversation={conversation} />
  }
  if (part.damaged !== undefined) {
    return (
      <Fold id={id} class="damaged" summary={`This part could not be read: ${part.damaged.reason}`}>
        {() => <Code id={id} text={part.damaged?.raw ?? ""} label="As it is stored" />}
      </Fold>
    )
  }
  if (silent.includes(type)) return null
  switch (type) {
    case "text":
      return <TextPart part={part} />
    case "reasoning":
      return (
        <Fold id={id} class="reasoning" summary="Reasoning">
          {() => <Markdown text={textIn(data.text) ?? ""} />}
        </Fold>
      )
    case "tool":
      return <ToolCall part={part} />
    case "file":
      return <FilePart part={part} />
    case "patch":
      return (
        <p class="part-note">
          <Icon name="file" /> Changed{" "}
          {listIn(data.files)
            .filter((file) => typeof file === "string")
            .join(", ")}
        </p>
      )
    case "subtask":
      return <p class="part-note">Sub-agent: {firstText(data, "description", "prompt")}</p>
    case "agent":
      return <p class="part-note">Agent: {firstText(data, "name")}</p>
    case "retry":
      return <p class="part-note">Tried again</p>
    case "compaction":
      return <p class="part-note">Older messages were summed up here</p>
    default:
      return (
        <Fold id={id} summary={type}>
          {() => <Code id={id} text={JSON.stringify(data, null, 2)} language="json" label={type} />}
        </Fold>
      )
  }
}

/** A part that was too large for its page: images of megabytes are not what a conversation waits for. */
function UnloadedPart({ part, size, conversation }: { part: Part; size: number; conversation: Conversation }) {
  const loading = useSignal(false)
  const load = async () => {
    loading.value = true
    await attempt(() => conversation.loadPart(part))
    loading.value = false
  }
  return (
    <p class="part-note">
      <Icon name="file" /> {part.type}, {bytes(size)}, not loaded{" "}
      <button type="button" class="text-button" disabled={loading.value} onClick={() => void load()}>
        {loading.value ? "Loading…" : "Load"}
      </button>
    </p>
  )
}

function TextPart({ part: { id, data } }: { part: Part }) {
  const text = textIn(data.text) ?? ""
  if (data.synthetic !== true) return <Markdown text={text} />
  return (
    <Fold id={id} summary="Added by a program">
      {() => <Code id={id} text={text} label="Added by a program" />}
    </Fold>
  )
}

function FilePart({ part: { data } }: { part: Part }) {
  const name = firstText(data, "filename") ?? "file"
  const url = textIn(data.url) ?? ""
  if (isSafeImage(url)) {
    return (
      <figure class="image">
        <img src={url} alt={name} />
        <figcaption>{name}</figcaption>
      </figure>
    )
  }
  return (
    <p class="part-note">
      <Icon name="file" /> {name} <span class="quiet">{firstText(data, "mime")}</span>
    </p>
  )
}
