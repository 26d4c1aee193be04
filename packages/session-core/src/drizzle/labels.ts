import { wideHash, wideHashLength } from "../hash/wide-hash.ts"
import type { JsonObject } from "../model/json.ts"
import type { ModelReference } from "../model/model-reference.ts"
import type { SessionMark } from "../model/session-mark.ts"
import { sessionOrigin } from "../model/session-origin.ts"

/*
 * Labels say what a session is found by: its author, its model, the program that it comes from, each folder that it is in, each pin
 * and tag. A label is the digest of one of these, of a fixed length, so that statements take a list of them apart in any dialect.
 */

/** What labels are of. */
type LabelKind = "author" | "model" | "origin" | "folder" | "pin" | "tag"

/** Characters of a label: a mark of its beginning, and a digest. A list of labels is as long as so many times their number. */
export const labelLength = 1 + wideHashLength

/** Folders above a session's that have labels, at most: a list of labels has at most 1024 bytes. */
const mostFolders = 90

/** Most sessions have the labels of the one before. */
const known = new Map<string, string>()
const mostKnown = 1000

/** The label of a value; of a pin or a tag together with its user, null for the team's. */
export function labelOf(kind: LabelKind, ...values: (string | null)[]): string {
  const text = JSON.stringify([kind, ...values])
  let label = known.get(text)
  if (label === undefined) {
    if (known.size >= mostKnown) known.clear()
    label = `~${wideHash(text)}`
    known.set(text, label)
  }
  return label
}

const listOf = (labels: readonly string[]): string => [...new Set(labels)].join("")

export const authorLabels = (user: string | undefined): string => (user === undefined ? "" : labelOf("author", user))

/** By its id alone, and by its id with its provider's before it. */
export function modelLabels(model: ModelReference | null): string {
  if (typeof model?.modelId !== "string") return ""
  const { modelId, providerId } = model
  return listOf([labelOf("model", modelId), labelOf("model", `${providerId}/${modelId}`)])
}

export function originLabels(metadata: JsonObject): string {
  const origin = sessionOrigin({ metadata })
  return origin === null ? "" : labelOf("origin", origin.program)
}

/** The folder itself, and those that it is in. */
export function folderLabels(directory: string): string {
  if (directory === "") return ""
  const labels = [labelOf("folder", directory)]
  for (
    let end = directory.indexOf("/", 1);
    end > 0 && labels.length < mostFolders;
    end = directory.indexOf("/", end + 1)
  ) {
    labels.push(labelOf("folder", directory.slice(0, end)))
  }
  return listOf(labels)
}

const markLabel = (mark: SessionMark): string =>
  mark.type === "pin" ? labelOf("pin", mark.user) : labelOf("tag", mark.user, mark.tag)

export const markLabels = (marks: readonly SessionMark[]): string => listOf(marks.map(markLabel))
