import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { dirname } from "node:path"
import { SessionStorageError } from "@opencode/session-core"
import { isObject, parseObject } from "../values/json-text.ts"
import type { MirrorAnswer } from "./mirror-rules.ts"

/**
 * What the user has said about projects, by their ids. None where the file is not there. Fails with `invalid_configuration` where it is
 * damaged: a project that was excluded must not be sent.
 */
export async function readMirrorAnswers(file: string): Promise<Map<string, MirrorAnswer>> {
  let text: string
  try {
    text = await readFile(file, "utf8")
  } catch (cause) {
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return new Map()
    throw damaged(file, cause)
  }
  const projects = parseObject(text)?.projects
  if (!isObject(projects)) throw damaged(file)
  const answers = new Map<string, MirrorAnswer>()
  for (const [id, answer] of Object.entries(projects)) {
    if (answer !== "include" && answer !== "exclude") throw damaged(file)
    answers.set(id, answer)
  }
  return answers
}

/** Notes what the user has said about a project. Null takes it back. */
export async function writeMirrorAnswer(file: string, projectId: string, answer: MirrorAnswer | null): Promise<void> {
  const answers = await readMirrorAnswers(file)
  if (answer === null) answers.delete(projectId)
  else answers.set(projectId, answer)
  const temporary = `${file}.${crypto.randomUUID()}.tmp`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  try {
    const content = { version: 1, projects: Object.fromEntries(answers) }
    await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
    await rename(temporary, file)
  } finally {
    await rm(temporary, { force: true })
  }
}

const damaged = (file: string, cause?: unknown): SessionStorageError =>
  new SessionStorageError("invalid_configuration", `${file}, which remembers what is mirrored, cannot be read.`, {
    hint: "Correct or remove it. After that, you are asked about each project again.",
    cause,
  })
