import type {
  Change,
  FileVersion,
  JsonObject,
  JsonValue,
  Message,
  Part,
  Session,
  SessionMark,
} from "@opencode/session-core"
import { objectIn } from "../rendering/fields.ts"
import { PathFinder } from "./find-paths.ts"
import { type Finding, placeholderOf, textBorder, withoutFindings } from "./finding.ts"
import { type FoundString, stringsOf, withStrings } from "./map-strings.ts"
import type { SecretFinder } from "./secret-finder.ts"
import { withoutContent } from "./without-content.ts"

/** What is left out: tokens, keys and passwords; paths in home and project folders; or every text. */
export type Redaction = "secrets" | "paths" | "all"

/** How often each kind of thing was left out. What it was is nowhere. */
export type RedactionReport = Readonly<Record<string, number>>

/** How a redactor is made. */
export interface RedactorOptions {
  /** What is left out. */
  redact: readonly Redaction[]
  /** The home folder of whoever exports, whose paths are private whatever it is called. */
  home?: string | undefined
}

/** A text that is longer is looked at by itself. */
const longestTogether = 64 * 1024

/** Leaves out of sessions, messages, parts and files what is not to be handed on, and counts it. */
export class Redactor {
  /** What it leaves out. */
  readonly redact: readonly Redaction[]
  readonly #counts = new Map<string, number>()
  readonly #paths: PathFinder
  #secrets: SecretFinder | null = null
  readonly #fileNames = new Map<string, string>()
  readonly #seen = new Set<string>()
  #isCounting = true

  constructor({ redact, home }: RedactorOptions) {
    this.redact = redact
    this.#paths = new PathFinder(home)
  }

  /** What was left out so far. */
  get report(): RedactionReport {
    return Object.fromEntries([...this.#counts].sort(([left], [right]) => (left < right ? -1 : 1)))
  }

  /** Reads something that will be read again, or was: it is not counted. */
  async quietly<Result>(read: () => Promise<Result>): Promise<Result> {
    this.#isCounting = false
    try {
      return await read()
    } finally {
      this.#isCounting = true
    }
  }

  /** The session, with a mark in its metadata that tells an import that it is not the real one. */
  async session(session: Session): Promise<Session> {
    // Lists have it, and who asks for it.
    if (this.#isCounting && this.#seen.has(session.id)) return this.quietly(() => this.session(session))
    this.#seen.add(session.id)
    for (const kept of Object.values(session.metadata)) this.#learnFolders(kept)
    const { title, todos, metadata, directory, damaged } = session
    const fields = { title, todos, metadata, directory, ...(damaged === undefined ? {} : { damaged: { ...damaged } }) }
    const { metadata: kept, ...others } = await this.#value(fields)
    const marks = await this.#marks(session.marks)
    return { ...session, ...others, marks, metadata: { ...kept, redacted: [...this.redact] } }
  }

  /** The marks with other tags, each once. Where all texts are left out, so are the tags. */
  async #marks(marks: readonly SessionMark[]): Promise<SessionMark[]> {
    if (this.redact.includes("all")) return marks.filter(({ type }) => type !== "tag")
    const replaced: SessionMark[] = []
    for (const mark of marks) {
      replaced.push(mark.type === "tag" ? { ...mark, ...(await this.#value({ tag: mark.tag })) } : mark)
    }
    return [...new Map(replaced.map((mark) => [JSON.stringify(mark), mark])).values()]
  }

  /** A change as it may be written elsewhere. What it does stays the same. */
  async change(change: Change): Promise<Change> {
    switch (change.type) {
      case "session.create":
      case "session.put": {
        const { title, todos, metadata, directory, marks } = change.session
        const fields = {
          ...(await this.#sessionFields({ title, todos, metadata, directory })),
          ...(marks === undefined ? {} : { marks: await this.#marks(marks) }),
        }
        return { ...change, session: { ...change.session, ...fields } }
      }
      case "session.update": {
        const { title, todos, metadata, directory, marks } = change.fields
        const given = Object.entries({ title, todos, metadata, directory }).filter(([, value]) => value !== undefined)
        const fields = {
          ...(await this.#sessionFields(Object.fromEntries(given))),
          ...(marks === undefined ? {} : { marks: await this.#marks(marks) }),
        }
        return { ...change, fields: { ...change.fields, ...fields } }
      }
      case "message.put": {
        for (const kept of Object.values(change.message.metadata)) this.#learnFolders(kept)
        const { error, metadata } = change.message
        return { ...change, message: { ...change.message, ...(await this.#value({ error, metadata })) } }
      }
      case "part.put": {
        const { data } = change.part
        return { ...change, part: { ...change.part, ...(await this.#value({ data })) } }
      }
      case "file.put": {
        const { path, content } = change.file
        return { ...change, file: { ...change.file, ...(await this.#value({ path, content })) } }
      }
      default:
        return change
    }
  }

  /** Fields of a session, with the mark in its metadata where they have that. */
  async #sessionFields(given: Partial<Pick<Session, "title" | "todos" | "metadata" | "directory">>) {
    for (const kept of Object.values(given.metadata ?? {})) this.#learnFolders(kept)
    const { metadata, ...others } = await this.#value(given)
    return metadata === undefined ? others : { ...others, metadata: { ...metadata, redacted: [...this.redact] } }
  }

  /** The message without its parts. */
  async message<Fields extends Message>(message: Fields): Promise<Fields> {
    for (const kept of Object.values(message.metadata)) this.#learnFolders(kept)
    const { error, metadata, damaged } = message
    const fields = await this.#value({ error, metadata, ...(damaged === undefined ? {} : { damaged: { ...damaged } }) })
    return { ...message, ...fields }
  }

  /** The part. One that is not loaded comes back as it is. */
  async part(part: Part): Promise<Part> {
    if (part.unloaded !== undefined) return part
    const { data, damaged } = part
    const fields = await this.#value({ data, ...(damaged === undefined ? {} : { damaged: { ...damaged } }) })
    return { ...part, ...fields }
  }

  /** The file's version. Where all content is left out, so is its name: the same name for all versions of a file. */
  async file(file: FileVersion): Promise<FileVersion> {
    if (this.redact.includes("all")) {
      this.#count("file")
      return { ...file, path: this.fileName(file.path), content: placeholderOf("file") }
    }
    const { path, content } = await this.#value({ path: file.path, content: file.content })
    return { ...file, path, content }
  }

  /** What a file is called where it is only named. */
  fileName(path: string): string {
    if (!this.redact.includes("all")) return path
    const name = this.#fileNames.get(path) ?? `file-${this.#fileNames.size + 1}`
    this.#fileNames.set(path, name)
    return name
  }

  #count(kind: string): void {
    if (!this.#isCounting) return
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1)
  }

  /** Programs name the folders that they work in. */
  #learnFolders(kept: JsonValue | undefined, isInner = false): void {
    const value = objectIn(kept)
    for (const key of ["directory", "worktree", "cwd", "root"]) {
      const folder = value[key]
      if (typeof folder === "string" && /^(?:\/|[A-Za-z]:|\\\\)/.test(folder)) this.#paths.add(folder)
    }
    // One level below: `path.root`, `project.worktree`.
    for (const key of isInner ? [] : ["project", "path", "location"]) this.#learnFolders(value[key], true)
  }

  async #value<Value extends JsonObject>(value: Value): Promise<Value> {
    if (this.redact.includes("all")) {
      const count = (kind: string) => this.#count(kind)
      const entries = Object.entries(value).map(([key, item]) => [key, withoutContent(item, count)])
      // Of the same shape: strings take the place of strings.
      return Object.fromEntries(entries) as Value
    }
    const strings = stringsOf(value)
    const texts = await this.#texts(strings)
    return texts.every((text, index) => text === strings[index]?.text) ? value : withStrings(value, texts)
  }

  /** Short texts are looked at together: each look costs more than reading them. */
  async #texts(strings: readonly FoundString[]): Promise<string[]> {
    const results: string[] = new Array(strings.length)
    let together: { index: number; text: string }[] = []
    let size = 0
    const look = async () => {
      const texts = await this.#looked(together.map(({ text }) => text))
      for (const [position, { index }] of together.entries()) results[index] = texts[position] ?? ""
      together = []
      size = 0
    }
    for (const [index, { text, key }] of strings.entries()) {
      const given = await this.#given(text, key)
      if (given !== null) results[index] = given
      else {
        if (size > 0 && size + text.length > longestTogether) await look()
        together.push({ index, text })
        size += text.length
      }
    }
    await look()
    return results
  }

  /** What a text becomes without being looked through; null where it must be. */
  async #given(text: string, key: string): Promise<string | null> {
    if (text.length < 3) return text
    if (this.redact.includes("secrets") && isSecretKey(key)) {
      this.#count("password")
      return placeholderOf("password")
    }
    const carried = /^data:([^,;]{0,100})(?:;[^,;]{0,100}){0,5};base64,/i.exec(text.slice(0, 700))
    if (carried === null) return null
    // What carries itself and is no text says nothing that could be found; a text is looked through as what it says.
    if (!/^(?:text\/|application\/(?:json|xml|javascript|yaml|toml|x-yaml|x-sh))/i.test(carried[1] ?? "")) return text
    const content = Buffer.from(text.slice(carried[0].length), "base64").toString("utf8")
    const [looked = ""] = await this.#looked([content])
    return looked === content ? text : `${carried[0]}${Buffer.from(looked).toString("base64")}`
  }

  async #looked(texts: readonly string[]): Promise<string[]> {
    if (texts.length === 0) return []
    const findings = await this.#find(texts.join(textBorder))
    if (findings.length === 0) return [...texts]
    const sorted = findings.sort((left, right) => left.start - right.start)
    const results: string[] = []
    let start = 0
    let next = 0
    for (const text of texts) {
      const end = start + text.length
      const within: Finding[] = []
      for (; next < sorted.length && (sorted[next]?.start ?? 0) < end; next += 1) {
        const { start: from, end: to, kind }: Finding = sorted[next] ?? { start, end, kind: "" }
        within.push({ start: Math.max(from - start, 0), end: Math.min(to, end) - start, kind })
      }
      results.push(withoutFindings(text, within, (kind) => this.#count(kind)))
      start = end + textBorder.length
    }
    return results
  }

  async #find(text: string): Promise<Finding[]> {
    const findings: Finding[] = []
    if (this.redact.includes("secrets")) {
      // Loaded here: whoever leaves out paths only does without.
      this.#secrets ??= new (await import("./secret-finder.ts")).SecretFinder()
      findings.push(...(await this.#secrets.find(text)))
    }
    if (this.redact.includes("paths")) findings.push(...this.#paths.find(text))
    return findings
  }
}

/** Whether what stands under a name is a secret, whatever it is. */
const isSecretKey = (key: string): boolean =>
  /(?:^|[a-z_-])(?:pass(?:word|wd|phrase)|secret|authorization|api[_-]?key|access[_-]?key|private[_-]?key|(?:auth|access|refresh|bearer|session|api|id)[_-]?token)$/i.test(
    key,
  )
