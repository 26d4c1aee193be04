import { type ErrorCode, SessionStorageError } from "@opencode/session-core"

interface Rule {
  becomes: ErrorCode
  message: (file: string) => string
  hint: string
}

const noFolder: Rule = {
  becomes: "not_found",
  message: (file) => `The folder of ${file} does not exist.`,
  hint: "Create it first.",
}
const refused: Rule = {
  becomes: "access_denied",
  message: (file) => `${file} cannot be written.`,
  hint: "Check the permissions of the file and of its folder.",
}
const full: Rule = {
  becomes: "storage_full",
  message: (file) => `The disk is full: ${file} was not written.`,
  hint: "Free some space, or choose a file on another disk.",
}
const noReader: Rule = {
  becomes: "closed",
  message: (file) => `The reader of ${file} went away before everything was written.`,
  hint: "What it has read is incomplete. Run it again with a reader that reads to the end.",
}
const notAName: Rule = {
  becomes: "invalid_input",
  message: (file) => `${file} cannot be the name of a file here.`,
  hint: "Choose another name.",
}

const rules: Readonly<Record<string, Rule>> = {
  ENOENT: noFolder,
  ENOTDIR: noFolder,
  EISDIR: { becomes: "invalid_input", message: (file) => `${file} is a folder.`, hint: "Name a file in it." },
  EACCES: refused,
  EPERM: refused,
  EROFS: { ...refused, hint: "Its file system is read-only: choose another folder." },
  EBUSY: { ...refused, hint: "Another program uses it: close that, or choose another file." },
  ENOSPC: full,
  EDQUOT: { ...full, message: (file) => `Your disk quota is used up: ${file} was not written.` },
  EFBIG: { ...full, message: (file) => `${file} was not written: it would be larger than a file may be here.` },
  EIO: { ...refused, message: (file) => `${file} was not written: the device failed.`, hint: "Check the disk." },
  EPIPE: noReader,
  ECONNRESET: noReader,
  ECONNREFUSED: {
    becomes: "unavailable",
    message: (file) => `No program listens on the socket ${file}.`,
    hint: "Start it first.",
  },
  ENAMETOOLONG: notAName,
  EINVAL: notAName,
  ELOOP: {
    becomes: "invalid_input",
    message: (file) => `${file} is a symbolic link that leads back to itself.`,
    hint: "Name the file itself.",
  },
}

/** One of our errors for one of Node's, naming the file. Others come back as they are. */
export function fileError(error: unknown, file: string): unknown {
  if (SessionStorageError.isInstance(error) || !(error instanceof Error) || !("code" in error)) return error
  const rule = rules[String(error.code)]
  if (rule === undefined) return error
  return new SessionStorageError(rule.becomes, rule.message(file), { hint: rule.hint, cause: error })
}
